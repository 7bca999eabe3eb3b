import { sqlMessage } from '../../engine/sql-message';
import { decimalFromNumber, fitsPrecision, parseDecimal, rescale } from '../decimal';
import type { Decimal, SqlType } from '../sql-type';
import { isBinary, isCharacter, isFloat, isInteger, isMoney, messageName } from '../type-name';
import type { Convert } from './convert';

const MONEY_SCALE = 4;
const MONEY_LIMIT = 2n ** 63n;
const SMALL_MONEY_LIMIT = 2n ** 31n;

export function decimalConversion(from: SqlType, to: SqlType): Convert | undefined {
  if (to.name !== 'decimal') return undefined;
  const { precision, scale } = to;
  const fit = (value: Decimal) => {
    const rounded = rescale(value, scale);
    if (!fitsPrecision(rounded, precision)) {
      const source = isCharacter(from) || isInteger(from) ? from.name : messageName(from);
      throw sqlMessage(8115, source, 'numeric');
    }
    return rounded;
  };
  const read = exactReader(from, () => sqlMessage(8114, from.name, 'numeric'));
  return read === undefined ? undefined : (value) => fit(read(value));
}

export function moneyConversion(from: SqlType, to: SqlType): Convert | undefined {
  const limit = to.name === 'smallmoney' ? SMALL_MONEY_LIMIT : MONEY_LIMIT;
  const fit = (value: Decimal) => {
    const rounded = rescale(value, MONEY_SCALE);
    if (rounded.unscaled >= limit || rounded.unscaled < -limit) {
      throw sqlMessage(8115, isInteger(from) ? 'expression' : messageName(from), to.name);
    }
    return rounded;
  };
  if (isBinary(from)) return undefined;
  const read = exactReader(from, () => sqlMessage(235));
  if (read === undefined) return undefined;
  if (!isCharacter(from)) return (value) => fit(read(value));
  return (value) => fit(read((value as string).replace(/[$,]/g, '').trim() || '0'));
}

/** Reads any numeric or character value exactly. */
function exactReader(
  from: SqlType,
  unreadable: () => Error,
): ((value: Parameters<Convert>[0]) => Decimal) | undefined {
  if (isInteger(from)) return (value) => ({ unscaled: BigInt(value as number | bigint), scale: 0 });
  if (from.name === 'decimal' || isMoney(from)) return (value) => value as Decimal;
  if (isFloat(from))
    return (value) => decimalFromNumber(value as number) ?? { unscaled: 0n, scale: 0 };
  if (!isCharacter(from)) return undefined;
  return (value) => {
    const text = (value as string).trim();
    const parsed = parseDecimal(text);
    if (parsed === undefined) throw unreadable();
    return parsed;
  };
}
