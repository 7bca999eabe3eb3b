import { compareText } from './collation';
import { compareDecimal } from './decimal';
import type { Decimal, SqlType, SqlValue } from './sql-type';
import { isBinary, isCharacter, isMoney } from './type-name';

export type Compare = (left: SqlValue, right: SqlValue) => number;

/** Orders two values of the type, neither of them NULL. */
export function comparison(type: SqlType): Compare {
  if (isCharacter(type)) return (a, b) => compareText(a as string, b as string);
  if (type.name === 'decimal' || isMoney(type))
    return (a, b) => compareDecimal(a as Decimal, b as Decimal);
  if (isBinary(type)) return (a, b) => compareBytes(a as Uint8Array, b as Uint8Array);
  if (type.name === 'uniqueidentifier') return (a, b) => compareGuids(a as string, b as string);
  return (a, b) => {
    if (typeof a === 'object' || typeof b === 'object')
      return compareMoments(a as Moment, b as Moment);
    return a < b ? -1 : a > b ? 1 : 0;
  };
}

/** As ORDER BY sorts: NULL first. */
export function ordering(type: SqlType): Compare {
  const compare = comparison(type);
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
    return compare(a, b);
  };
}

interface Moment {
  days?: number;
  ticks?: number;
}

function compareMoments(a: Moment, b: Moment): number {
  return (a.days ?? 0) - (b.days ?? 0) || (a.ticks ?? 0) - (b.ticks ?? 0);
}

/** Shorter values count as padded with zeroes. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** SQL Server compares the last group first, then the fourth, third, second and first. */
function compareGuids(a: string, b: string): number {
  const left = guidOrder(a);
  const right = guidOrder(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Groups one to three are compared byte by byte as stored, that is little-endian. */
function guidOrder(guid: string): string {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = guid.split('-');
  return [fifth, fourth, swapBytes(third), swapBytes(second), swapBytes(first)].join('');
}

function swapBytes(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}
