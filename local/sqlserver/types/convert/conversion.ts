import { sqlMessage } from '../../engine/sql-message';
import type { SqlType, SqlValue } from '../sql-type';
import {
  isBinary,
  isCharacter,
  isFloat,
  isInteger,
  isMoney,
  isTemporal,
  messageName,
} from '../type-name';
import type { Convert } from './convert';
import { binaryConversion } from './to-binary';
import { characterConversion } from './to-character';
import { decimalConversion, moneyConversion } from './to-decimal';
import { floatConversion } from './to-float';
import { integerConversion } from './to-integer';
import { temporalConversion } from './to-temporal';
import { uniqueidentifierConversion } from './to-uniqueidentifier';

export interface ConversionRequest {
  from: SqlType;
  to: SqlType;
  style?: number | undefined;
  /** Implicit conversions are fewer: binary from text, numbers from dates and more must be asked for. */
  implicit?: boolean;
}

/** NULL stays NULL. Throws 257, 206 or 529 at once when the types cannot be converted. */
export function conversion(request: ConversionRequest): (value: SqlValue) => SqlValue {
  const { from, to, style } = request;
  if (isSameType(from, to)) return (value) => value;
  if (request.implicit === true) refuseImplicit(from, to);
  const convert = make(from, to, style);
  if (convert === undefined) throw sqlMessage(529, messageName(from), messageName(to));
  return (value) => (value === null ? null : convert(value));
}

function isSameType(from: SqlType, to: SqlType): boolean {
  if (from.name !== to.name) return false;
  if ('length' in from && 'length' in to) {
    if (from.length === to.length) return true;
    return (
      from.name.includes('var') &&
      from.length !== 'max' &&
      (to.length === 'max' || from.length < to.length)
    );
  }
  if ('precision' in from && 'precision' in to) {
    return from.precision === to.precision && from.scale === to.scale;
  }
  return 'scale' in from && 'scale' in to ? from.scale === to.scale : true;
}

function make(from: SqlType, to: SqlType, style: number | undefined): Convert | undefined {
  if (isInteger(to)) return integerConversion(from, to);
  if (to.name === 'decimal') return decimalConversion(from, to);
  if (isMoney(to)) return moneyConversion(from, to);
  if (isFloat(to)) return floatConversion(from, to);
  if (isCharacter(to)) return characterConversion(from, to, style);
  if (isBinary(to)) return binaryConversion(from, to, style);
  if (to.name === 'uniqueidentifier') return uniqueidentifierConversion(from);
  return temporalConversion(from, to, style);
}

/** https://learn.microsoft.com/sql/t-sql/data-types/data-type-conversion-database-engine */
function refuseImplicit(from: SqlType, to: SqlType): void {
  const refused =
    (isCharacter(from) && isBinary(to)) ||
    (isBinary(from) && isFloat(to)) ||
    (isOldDate(from) && !isTemporal(to) && !isCharacter(to));
  if (refused) throw sqlMessage(257, messageName(from), messageName(to));
  const clashes =
    (isNewDate(from) && !isTemporal(to) && !isCharacter(to)) ||
    (isNewDate(to) && !isTemporal(from) && !isCharacter(from)) ||
    (to.name === 'uniqueidentifier' && !isCharacter(from) && !isBinary(from)) ||
    (from.name === 'uniqueidentifier' && !isCharacter(to) && !isBinary(to)) ||
    make(from, to, undefined) === undefined;
  if (clashes) throw sqlMessage(206, from.name, to.name);
}

function isOldDate({ name }: SqlType): boolean {
  return name === 'datetime' || name === 'smalldatetime';
}

function isNewDate(type: SqlType): boolean {
  return isTemporal(type) && !isOldDate(type);
}
