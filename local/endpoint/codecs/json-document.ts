import { jsonString } from '../../../wire/json-string';
import { JsonBytes } from '../../json-bytes';
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

/**
 * Bytes become base64, dates epoch seconds, members that are undefined vanish. `JSON.stringify` searches base64 for
 * what to escape, which took half of the time of an answer full of records.
 */
export function writeJsonDocument(output: unknown): Uint8Array {
  const document = new JsonBytes();
  return document.text(append(document, '', output ?? {})).written();
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

/** Gives the text before a value with the value behind it; all up to the end of bytes is in the document then. */
function append(document: JsonBytes, before: string, value: unknown): string {
  if (typeof value === 'string') return before + jsonString(value);
  if (typeof value !== 'object' || value === null)
    return before + (value === undefined ? 'null' : JSON.stringify(value));
  if (value instanceof Uint8Array) {
    document.text(`${before}"`).base64(value);
    return '"';
  }
  if (value instanceof Date) return before + JSON.stringify(value.getTime() / 1000);
  if (Array.isArray(value)) return appendItems(document, before, value);
  return appendMembers(document, before, value as Record<string, unknown>);
}

function appendItems(document: JsonBytes, before: string, items: unknown[]): string {
  let text = `${before}[`;
  for (let at = 0; at < items.length; at += 1)
    text = append(document, at === 0 ? text : `${text},`, items[at]);
  return `${text}]`;
}

function appendMembers(
  document: JsonBytes,
  before: string,
  members: Record<string, unknown>,
): string {
  let text = `${before}{`;
  let isFirst = true;
  for (const name in members) {
    const member = members[name];
    if (member === undefined) continue;
    text = append(document, `${text}${isFirst ? '' : ','}${quotedName(name)}`, member);
    isFirst = false;
  }
  return `${text}}`;
}

/** Names come again and again, and those of DynamoDB's attributes are anybody's choice. */
const NAMES_MAX = 1000;
const quotedNames = new Map<string, string>();

function quotedName(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const quoted = `${jsonString(name)}:`;
  if (quotedNames.size < NAMES_MAX) quotedNames.set(name, quoted);
  return quoted;
}
