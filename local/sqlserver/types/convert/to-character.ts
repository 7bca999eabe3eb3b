import { plainText } from '../plain-text';
import { sqlMessage } from '../../engine/sql-message';
import { TICKS_PER_MINUTE, carryTicks } from '../calendar';
import { formatMoment } from '../date-style';
import type { StyledMoment } from '../date-style';
import { formatDecimal, rescale } from '../decimal';
import type { Decimal, SqlDateTimeOffset, SqlType, SqlValue } from '../sql-type';
import { decodeAnsi, encodeAnsi } from '../ansi';
import { isBinary, isCharacter, isFloat, isInteger, isMoney, isNational } from '../type-name';
import type { CharacterType } from '../type-name';
import type { Convert } from './convert';
import { floatText } from './float-text';

const STYLE_ISO = 121;
const STYLE_DEFAULT = 0;

/** Texts that do not fit are cut; numbers and dates that do not fit fail or become `*`, as documented. */
export function characterConversion(from: SqlType, to: SqlType, style?: number): Convert {
  const target = to as CharacterType;
  const room = target.length === 'max' ? Infinity : target.length;
  const isFixed = target.name === 'char' || target.name === 'nchar';
  const finish = (text: string) => (isFixed ? text.padEnd(room) : text);
  const write = writer(from, target, style);
  if (isCharacter(from)) {
    const cut = isNational(target) ? cutText : cutAnsi;
    return (value) => finish(cut(value as string, room));
  }
  const overflow = overflowOf(from, target);
  return (value) => {
    const text = write(value);
    return finish(text.length <= room ? text : overflow(text, room));
  };
}

function cutText(text: string, room: number): string {
  return text.length > room ? text.slice(0, room) : text;
}

/** Characters outside code page 1252 become question marks, as in a varchar. */
function cutAnsi(text: string, room: number): string {
  const cut = cutText(text, room);

  return /^[\x00-\x7f]*$/.test(cut) ? cut : decodeAnsi(encodeAnsi(cut));
}

function writer(from: SqlType, to: CharacterType, style?: number): (value: SqlValue) => string {
  if (isInteger(from) || from.name === 'uniqueidentifier') return (value) => plainText(value);
  if (from.name === 'decimal') return (value) => formatDecimal(value as Decimal);
  if (isMoney(from)) return (value) => moneyText(value as Decimal, style ?? STYLE_DEFAULT);
  if (isFloat(from)) return (value) => floatText(value as number, style ?? STYLE_DEFAULT);
  if (isBinary(from)) return (value) => binaryText(value as Uint8Array, to, style ?? STYLE_DEFAULT);
  if (isCharacter(from)) return (value) => value as string;
  const isOld = from.name === 'datetime' || from.name === 'smalldatetime';
  const chosen = style ?? (isOld ? STYLE_DEFAULT : STYLE_ISO);
  return (value) => formatMoment(styled(value, from, chosen), chosen, from.name);
}

function overflowOf(from: SqlType, to: CharacterType): (text: string, room: number) => string {
  if (isBinary(from)) return cutText;
  if (from.name === 'uniqueidentifier') {
    return () => {
      throw sqlMessage(8170);
    };
  }
  if (isInteger(from) && from.name !== 'bigint' && !isNational(to)) return () => '*';
  if (isInteger(from) || isFloat(from) || isMoney(from) || from.name === 'decimal') {
    return () => {
      throw sqlMessage(8115, from.name === 'decimal' ? 'numeric' : 'expression', to.name);
    };
  }
  return cutText;
}

function moneyText(value: Decimal, style: number): string {
  if (style === 2 || style === 126) return formatDecimal(value);
  const text = formatDecimal(rescale(value, 2));
  return style === 1 ? text.replace(/\B(?=(\d{3})+\.)/g, ',') : text;
}

function binaryText(bytes: Uint8Array, to: CharacterType, style: number): string {
  const hex = () => Buffer.from(bytes).toString('hex').toUpperCase();
  if (style === 1) return `0x${hex()}`;
  if (style === 2) return hex();
  return isNational(to) ? Buffer.from(bytes).toString('utf16le') : decodeAnsi(bytes);
}

function styled(value: SqlValue, type: SqlType, style: number): StyledMoment {
  const moment = value as Partial<SqlDateTimeOffset>;
  const digits = 'scale' in type ? type.scale : 3;
  if (type.name === 'datetimeoffset') {
    const { days = 0, ticks = 0, offsetMinutes = 0 } = moment;
    const shown =
      style === 127 ? { days, ticks } : carryTicks(days, ticks + offsetMinutes * TICKS_PER_MINUTE);
    return { ...shown, offsetMinutes, digits };
  }
  if (type.name !== 'datetime' || moment.ticks === undefined) return { ...moment, digits };
  return { days: moment.days, ticks: Math.round(moment.ticks / 10_000) * 10_000, digits };
}
