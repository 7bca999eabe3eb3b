import { ServiceError } from '../service-error';
import type { WireShape } from '../wire-shape';
import { memberReader, type MemberReader } from './shape-members';

/** An item of DynamoDB nests 32 levels, two of JSON each; keeps hostile text from exhausting the stack. */
const DEPTH_MAX = 100;

/** Parses a JSON body into dispatch's types. An empty body is an empty document. */
export function readJsonDocument(body: Uint8Array, shape: WireShape): Record<string, unknown> {
  if (body.length === 0) return {};
  const document = parse(body);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new ServiceError(
      'SerializationException',
      'Start of structure or map found where not expected.',
    );
  }
  return readMembers(document as Record<string, unknown>, {
    read: memberReader(shape),
    depth: 0,
  });
}

/** Bytes become base64, dates epoch seconds, members that are undefined vanish. */
export function writeJsonDocument(output: unknown): string {
  return JSON.stringify(toWire(output) ?? {});
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'));
  } catch (cause) {
    throw new ServiceError('SerializationException', 'The request body is not valid JSON.', {
      cause,
    });
  }
}

interface Reading {
  read: MemberReader;
  /** How many objects and arrays stand around what is read; one count for the whole document. */
  depth: number;
}

function readMembers(value: Record<string, unknown>, reading: Reading): Record<string, unknown> {
  enter(reading);
  for (const name in value) {
    const member = value[name];
    if (Array.isArray(member)) value[name] = readItems(name, member, reading);
    else if (typeof member === 'object' && member !== null)
      readMembers(member as Record<string, unknown>, reading);
    else value[name] = reading.read(name, member);
  }
  reading.depth -= 1;
  return value;
}

function readItems(name: string, items: unknown[], reading: Reading): unknown[] {
  enter(reading);
  const read = items.map((item) => {
    if (Array.isArray(item)) return readItems(name, item, reading);
    if (typeof item === 'object' && item !== null)
      return readMembers(item as Record<string, unknown>, reading);
    return reading.read(name, item);
  });
  reading.depth -= 1;
  return read;
}

function enter(reading: Reading): void {
  reading.depth += 1;
  if (reading.depth <= DEPTH_MAX) return;
  throw new ServiceError(
    'SerializationException',
    `The request body is nested deeper than ${DEPTH_MAX} levels.`,
  );
}

function toWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  }
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) define(copy, name, toWire(member));
  }
  return copy;
}

/** `__proto__` is a name like any other in a document. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true });
}
