import type { CanonicalReader, ReadItem } from './canonical-reader';
import { expected, ReadingError } from './reading-error';
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  compactJson,
  OPEN_BRACE,
  QUOTE,
  startsWith,
  stringAt,
  stringEnd,
  valueEnd,
} from './json-bytes';

/** What a record of DynamoDB's Kinesis destination tells, as it tells it; a member that is null is absent. */
export interface ReadRecord {
  table: string | undefined;
  eventName: string | undefined;
  eventId: string | undefined;
  /** JSON. */
  userIdentity: string | undefined;
  /** Digits. */
  time: string | undefined;
  precision: string | undefined;
  sizeBytes: string | undefined;
  keys: ReadItem | undefined;
  newImage: ReadItem | undefined;
  oldImage: ReadItem | undefined;
}

type Read = (record: ReadRecord, reader: CanonicalReader) => void;

interface Member {
  /** With quotes and colon. */
  name: Buffer;
  read: Read;
}

/** Microseconds have more from the year 5138 on. */
const DIGITS_MAX = 17;
const ZERO = 0x30;
const NINE = 0x39;
const NULL = Buffer.from('null');

/** Members stand in the order in which DynamoDB writes them, which finds them fastest; any order is read. */
const CHANGE_MEMBERS = members({
  ApproximateCreationDateTime: (record, reader) => (record.time = digits(reader)),
  Keys: (record, reader) => (record.keys = item('Keys', reader)),
  NewImage: (record, reader) => (record.newImage = item('NewImage', reader)),
  OldImage: (record, reader) => (record.oldImage = item('OldImage', reader)),
  SizeBytes: (record, reader) => (record.sizeBytes = digits(reader)),
  ApproximateCreationDateTimePrecision: (record, reader) => (record.precision = text(reader)),
});
const RECORD_MEMBERS = members({
  awsRegion: skip,
  eventID: (record, reader) => (record.eventId = text(reader)),
  eventName: (record, reader) => (record.eventName = text(reader)),
  userIdentity: (record, reader) => (record.userIdentity = json(record, reader)),
  recordFormat: skip,
  tableName: (record, reader) => (record.table = text(reader)),
  dynamodb: (record, reader) => readMembers(CHANGE_MEMBERS, record, reader),
  eventSource: skip,
});

/** Reads a record that is as `JSON.stringify` writes it; its items stay in the reader. */
export function readRecord(reader: CanonicalReader, bytes: Uint8Array): ReadRecord {
  const record: ReadRecord = {
    table: undefined,
    eventName: undefined,
    eventId: undefined,
    userIdentity: undefined,
    time: undefined,
    precision: undefined,
    sizeBytes: undefined,
    keys: undefined,
    newImage: undefined,
    oldImage: undefined,
  };
  reader.read(bytes);
  readMembers(RECORD_MEMBERS, record, reader);
  if (reader.at !== bytes.length) throw expected('the end of the record', reader.at);
  return record;
}

function members(reads: Record<string, Read>): readonly Member[] {
  return Object.entries(reads).map(([name, read]) => ({ name: Buffer.from(`"${name}":`), read }));
}

function readMembers(known: readonly Member[], record: ReadRecord, reader: CanonicalReader): void {
  reader.take(OPEN_BRACE);
  let expected = 0;
  if (reader.bytes[reader.at] === CLOSE_BRACE) {
    reader.at += 1;
    return;
  }
  do {
    const index = memberAt(known, expected, reader);
    const read = known[index]?.read ?? skipNamed;
    reader.at += known[index]?.name.length ?? 0;
    if (startsWith(reader.bytes, reader.at, NULL)) reader.at += NULL.length;
    else read(record, reader);
    expected = index + 1;
  } while (reader.goesOn(CLOSE_BRACE));
}

function memberAt(known: readonly Member[], expected: number, { bytes, at }: CanonicalReader) {
  for (let index = expected; index < known.length; index += 1) {
    const member = known[index];
    if (member !== undefined && startsWith(bytes, at, member.name)) return index;
  }
  return known.findIndex(({ name }) => startsWith(bytes, at, name));
}

function skipNamed(record: ReadRecord, reader: CanonicalReader): void {
  skip(record, reader);
  reader.take(COLON);
  skip(record, reader);
}

function item(name: string, reader: CanonicalReader): ReadItem {
  try {
    return reader.item();
  } catch (error) {
    if (error instanceof ReadingError) error.path.unshift(name);
    throw error;
  }
}

function text(reader: CanonicalReader): string {
  const start = reader.at;
  reader.at = stringEnd(reader.bytes, start);
  const inside = reader.bytes.toString('utf8', start + 1, reader.at - 1);
  return inside.includes('\\') ? stringAt(reader.bytes, start) : inside;
}

function skip(record: ReadRecord, reader: CanonicalReader): void {
  if (reader.bytes[reader.at] === QUOTE) reader.at = stringEnd(reader.bytes, reader.at);
  else json(record, reader);
}

/** A value of any kind, as its JSON text. */
function json(_: ReadRecord, reader: CanonicalReader): string {
  const start = reader.at;
  reader.at = valueEnd(reader.bytes, start);
  const value = reader.bytes.toString('utf8', start, reader.at);
  if (compactJson(value) === undefined) throw expected('a value', start);
  return value;
}

/** The digits of a whole number. */
function digits(reader: CanonicalReader): string {
  const { bytes, at } = reader;
  let end = at;
  while (isDigit(bytes[end])) end += 1;
  const count = end - at;
  const isWhole = count === 1 || (count > 1 && count <= DIGITS_MAX && bytes[at] !== ZERO);
  if (!isWhole || !isEnd(bytes[end])) throw expected('a whole number', at);
  reader.at = end;
  return bytes.toString('latin1', at, end);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isEnd(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE;
}
