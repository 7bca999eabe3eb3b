import type { ItemChange } from '../item-change';

export type ChangeTime = Pick<ItemChange, 'position' | 'changeTime' | 'changeTimePrecision'>;

/** Milliseconds reach it in the year 5138, microseconds passed it in 1973. */
const MICROSECONDS_FROM_DIGITS = 15;
/** As many as a position has digits. */
const ZEROS = '0'.repeat(20);

let lastSecond = '';
let lastText = '';

/** Whether a time is in microseconds; undefined where its precision is none that is known. */
export function isInMicroseconds(
  digits: string,
  precision: string | undefined,
): boolean | undefined {
  if (precision === 'MICROSECOND' || digits.length >= MICROSECONDS_FROM_DIGITS) return true;
  return precision === undefined || precision === 'MILLISECOND' ? false : undefined;
}

/** From the digits of `ApproximateCreationDateTime`. */
export function changeTimeOf(digits: string, isMicroseconds: boolean): ChangeTime {
  const fractionDigits = isMicroseconds ? 6 : 3;
  const padded = digits.padStart(fractionDigits, '0');
  const microseconds = isMicroseconds ? digits : `${digits}000`;
  return {
    position: ZEROS.slice(microseconds.length) + microseconds,
    changeTime: `${secondText(padded.slice(0, -fractionDigits))}.${padded.slice(-fractionDigits)}Z`,
    changeTimePrecision: isMicroseconds ? 'MICROSECOND' : 'MILLISECOND',
  };
}

/** Kept for the last second: the records of a batch share it, and to make it costs as much as to read one. */
function secondText(second: string): string {
  if (second !== lastSecond || lastText === '') {
    lastText = new Date(Number(second) * 1000).toISOString().slice(0, -'.000Z'.length);
    lastSecond = second;
  }
  return lastText;
}
