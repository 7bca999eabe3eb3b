import { ServiceError } from '../service-error';
import type { WireShape } from '../wire-shape';

/** What JSON and XML texts become by the names of the members that hold them. */
export type MemberReader = (name: string, value: unknown) => unknown;

/** Turns blobs into bytes and timestamps into dates, in place in the parsed document's copy. */
export function memberReader(shape: WireShape): MemberReader {
  const blobs = new Set(shape.blobs);
  const timestamps = new Set(shape.timestamps);
  return (name, value) => {
    if (blobs.has(name)) return readBlob(name, value);
    if (timestamps.has(name)) return readTimestamp(name, value);
    return value;
  };
}

/** For protocols in which everything is text: numbers and booleans by name too. */
export function textMemberReader(shape: WireShape): MemberReader {
  const typed = memberReader(shape);
  const numbers = new Set(shape.numbers);
  const booleans = new Set(shape.booleans);
  return (name, value) => {
    if (typeof value === 'string' && numbers.has(name)) return readNumber(name, value);
    if (typeof value === 'string' && booleans.has(name)) return value === 'true';
    return typed(name, value);
  };
}

function readBlob(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => readBlob(name, item));
  if (typeof value !== 'string') return value;
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    throw new ServiceError('SerializationException', `${name} is not valid base64.`);
  }
  return new Uint8Array(Buffer.from(value, 'base64'));
}

function readTimestamp(name: string, value: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return value;
  const date = typeof value === 'number' ? new Date(Math.round(value * 1000)) : new Date(value);
  if (!Number.isNaN(date.getTime())) return date;
  throw new ServiceError('SerializationException', `${name} is not a timestamp: ${value}.`);
}

function readNumber(name: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  throw new ServiceError('SerializationException', `${name} is not a number: ${value}.`);
}
