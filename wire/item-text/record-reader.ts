import type { CanonicalReader, ReadItem } from './canonical-reader';
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  compactJson,
  OPEN_BRACE,
  startsWith,
  stringEnd,
  valueEnd,
} from './json-bytes';
import type { Place } from './place';
import { expected, ReadingError } from './reading-error';

/** What a record of DynamoDB's Kinesis destination tells, where it stands; a member that is null is absent. */
export interface ReadRecord {
  /** These are JSON strings. */
  table: Place | undefined;
  eventName: Place | undefined;
  eventId: Place | undefined;
  precision: Place | undefined;
  /** JSON of any kind. */
  userIdentity: Place | undefined;
  /** Digits. */
  time: Place | undefined;
  sizeBytes: Place | undefined;
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

const NULL = Buffer.from('null');
/** Microseconds have more from the year 5138 on. */
const DIGITS_MAX = 17;
const ZERO = 0x30;
const NINE = 0x39;

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
  awsRegion: (_, reader) => text(reader),
  eventID: (record, reader) => (record.eventId = text(reader)),
  eventName: (record, reader) => (record.eventName = text(reader)),
  userIdentity: (record, reader) => (record.userIdentity = json(reader)),
  recordFormat: (_, reader) => text(reader),
  tableName: (record, reader) => (record.table = text(reader)),
  dynamodb: (record, reader) => readMembers(CHANGE_MEMBERS, record, reader),
  eventSource: (_, reader) => text(reader),
});

/** Reads a record that is as `JSON.stringify` writes it; what it tells stays in the reader. */
export function readRecord(reader: CanonicalReader, bytes: Uint8Array): ReadRecord {
  const record: ReadRecord = {
    table: undefined,
    eventName: undefined,
    eventId: undefined,
    precision: undefined,
    userIdentity: undefined,
    time: undefined,
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
  if (reader.bytes[reader.at] === CLOSE_BRACE) {
    reader.at += 1;
    return;
  }
  let next = 0;
  do {
    const index = memberAt(known, next, reader);
    const member = known[index];
    if (member === undefined) skipName(reader);
    else reader.at += member.name.length;
    if (startsWith(reader.bytes, reader.at, NULL)) reader.at += NULL.length;
    else if (member === undefined) json(reader);
    else member.read(record, reader);
    next = index + 1;
  } while (reader.goesOn(CLOSE_BRACE));
}

/** The index of the member that is named at `at`, sought from `expected` on; -1 for an unknown one. */
function memberAt(
  known: readonly Member[],
  expected: number,
  { bytes, at }: CanonicalReader,
): number {
  for (let index = expected; index < known.length; index += 1) {
    const member = known[index];
    if (member !== undefined && startsWith(bytes, at, member.name)) return index;
  }
  return known.findIndex(({ name }) => startsWith(bytes, at, name));
}

function skipName(reader: CanonicalReader): void {
  text(reader);
  reader.take(COLON);
}

function item(name: string, reader: CanonicalReader): ReadItem {
  try {
    return reader.item();
  } catch (error) {
    if (error instanceof ReadingError) error.path.unshift(name);
    throw error;
  }
}

function text(reader: CanonicalReader): Place {
  const from = reader.at;
  reader.at = stringEnd(reader.bytes, from);
  return { from, to: reader.at };
}

function json(reader: CanonicalReader): Place {
  const from = reader.at;
  const to = valueEnd(reader.bytes, from);
  if (compactJson(reader.text({ from, to })) === undefined) throw expected('a value', from);
  reader.at = to;
  return { from, to };
}

/** A whole number. */
function digits(reader: CanonicalReader): Place {
  const { bytes, at: from } = reader;
  let to = from;
  while (isDigit(bytes[to])) to += 1;
  const count = to - from;
  const isWhole = count === 1 || (count > 1 && count <= DIGITS_MAX && bytes[from] !== ZERO);
  if (!isWhole || (bytes[to] !== COMMA && bytes[to] !== CLOSE_BRACE)) {
    throw expected('a whole number', from);
  }
  reader.at = to;
  return { from, to };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
