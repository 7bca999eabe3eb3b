import type { Row } from '../storage/row-store';
import type { SqlValue } from '../types/sql-type';

/** One bit per captured column: ordinal 1 is the lowest bit of the last byte. */
export function fullMask(columns: number): Uint8Array {
  const mask = emptyMask(columns);
  for (let ordinal = 1; ordinal <= columns; ordinal++) setBit(mask, ordinal);
  return mask;
}

/** The columns whose values differ, letter case included; undefined when none does. */
export function changedMask(before: Row, after: Row): Uint8Array | undefined {
  const mask = emptyMask(before.length);
  let changed = false;
  for (let at = 0; at < before.length; at++) {
    if (isSameValue(before[at] ?? null, after[at] ?? null)) continue;
    setBit(mask, at + 1);
    changed = true;
  }
  return changed ? mask : undefined;
}

/** `ordinal` is 1-based. */
export function isBitSet(ordinal: number, mask: Uint8Array): boolean {
  const byte = mask[mask.length - 1 - ((ordinal - 1) >> 3)] ?? 0;
  return ordinal >= 1 && (byte & (1 << ((ordinal - 1) & 7))) !== 0;
}

export function mergeMasks(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, at) => byte | (other[at] ?? 0));
}

function emptyMask(columns: number): Uint8Array {
  return new Uint8Array(Math.ceil(columns / 8));
}

function setBit(mask: Uint8Array, ordinal: number): void {
  const at = mask.length - 1 - ((ordinal - 1) >> 3);
  mask[at] = (mask[at] ?? 0) | (1 << ((ordinal - 1) & 7));
}

function isSameValue(one: SqlValue, other: SqlValue): boolean {
  if (one === other) return true;
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return false;
  if (one instanceof Uint8Array)
    return other instanceof Uint8Array && Buffer.compare(one, other) === 0;
  if ('unscaled' in one) {
    return 'unscaled' in other && one.unscaled === other.unscaled && one.scale === other.scale;
  }
  const left: MomentParts = one;
  const right = other as MomentParts;
  return (
    left.days === right.days &&
    left.ticks === right.ticks &&
    left.offsetMinutes === right.offsetMinutes
  );
}

interface MomentParts {
  days?: number;
  ticks?: number;
  offsetMinutes?: number;
}
