import { isUtf8 } from 'node:buffer';
import { CANARY_TABLE } from '../canary';
import { isoTime } from '../iso-time';
import type { CanonicalReader, ReadItem } from './canonical-reader';
import { compactJson } from './json-bytes';
import { ReadingError, TwiceError } from './reading-error';
import { readRecord } from './record-reader';
import type { ReadRecord } from './record-reader';

/** What a change tells beside its items. */
export interface ChangeFacts {
  table: string;
  operation: 'insert' | 'update' | 'delete';
  /** Microseconds since 1970, 20 digits; sorts as text. */
  position: string;
  /** ISO 8601, UTC, with as many fraction digits as the precision has. */
  changeTime: string;
  changeTimePrecision: 'MILLISECOND' | 'MICROSECOND';
  eventId: string | null;
  sizeBytes: string | null;
  /** JSON; null where a caller made the change. */
  userIdentity: string | null;
}

/** A change whose items stand in the reader. */
export interface ReadChange {
  kind: 'change';
  facts: ChangeFacts;
  keys: ReadItem;
  newImage: ReadItem | undefined;
  oldImage: ReadItem | undefined;
}

export interface Canary {
  kind: 'canary';
  id: string;
}

export interface Unreadable {
  kind: 'unreadable';
  reason: string;
}

/** By event: which images the destination sends. */
const EVENTS: ReadonlyMap<
  string | undefined,
  { operation: ChangeFacts['operation']; newImage: boolean; oldImage: boolean }
> = new Map([
  ['INSERT', { operation: 'insert', newImage: true, oldImage: false }],
  ['MODIFY', { operation: 'update', newImage: true, oldImage: true }],
  ['REMOVE', { operation: 'delete', newImage: false, oldImage: true }],
]);

/** As many as a position has digits. */
const ZEROS = '0'.repeat(20);
/** Milliseconds reach it in the year 5138, microseconds passed it in 1973. */
const MICROSECONDS_FROM_DIGITS = 15;
/** Of a key, in a reason; DynamoDB's longest has 3 KB. */
const KEY_TEXT_MAX = 500;

/**
 * Reads one record of DynamoDB's Kinesis destination; never throws for what it holds. Strict about
 * table, event, key, images and time, tolerant about form: order of members, white space, escapes,
 * members that are new.
 */
export function readChange(
  reader: CanonicalReader,
  bytes: Uint8Array,
): ReadChange | Canary | Unreadable {
  if (!isUtf8(bytes)) return unreadable('The record is no UTF-8 text');
  try {
    return changeOf(reader, readRecord(reader, bytes));
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    return readAgain(reader, bytes, error);
  }
}

/** Brings the text into the form that the reader takes, to which `problem` may have been due. */
function readAgain(
  reader: CanonicalReader,
  bytes: Uint8Array,
  problem: ReadingError,
): ReadChange | Canary | Unreadable {
  const json = compactJson(Buffer.from(bytes).toString());
  if (json === undefined) return unreadable('The record is no JSON');
  const canary = canaryIn(JSON.parse(json));
  if (canary !== undefined) return canary;
  if (problem instanceof TwiceError) return unreadable(reasonOf(json, problem));
  try {
    return changeOf(reader, readRecord(reader, Buffer.from(json)));
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    return unreadable(reasonOf(json, error));
  }
}

function changeOf(reader: CanonicalReader, record: ReadRecord): ReadChange {
  const { table, keys, newImage, oldImage } = record;
  const event = EVENTS.get(record.eventName);
  if (event === undefined) throw new ReadingError(`eventName is ${record.eventName ?? 'missing'}`);
  if (table === undefined || table === '') throw new ReadingError('tableName is missing');
  if (keys === undefined || keys.count === 0) {
    throw new ReadingError('Keys are missing');
  }
  checkImage(reader, { name: 'NewImage', image: newImage, isDue: event.newImage, keys });
  checkImage(reader, { name: 'OldImage', image: oldImage, isDue: event.oldImage, keys });
  const { position, changeTime, changeTimePrecision } = timeOf(record);
  const facts = {
    table,
    operation: event.operation,
    position,
    changeTime,
    changeTimePrecision,
    eventId: record.eventId ?? null,
    sizeBytes: record.sizeBytes ?? null,
    userIdentity: record.userIdentity ?? null,
  };
  return { kind: 'change', facts, keys, newImage, oldImage };
}

function checkImage(
  reader: CanonicalReader,
  given: { name: string; image: ReadItem | undefined; isDue: boolean; keys: ReadItem },
): void {
  const { name, image, isDue, keys } = given;
  if (isDue && image === undefined) throw new ReadingError(`${name} is missing`);
  if (image === undefined) return;
  if (!isDue) throw new ReadingError(`${name} is there, which this event does not have`);
  if (!reader.holds(image, keys)) throw new ReadingError(`${name} lacks the key`);
}

function timeOf({
  time,
  precision,
}: ReadRecord): Pick<ChangeFacts, 'position' | 'changeTime' | 'changeTimePrecision'> {
  if (time === undefined) throw new ReadingError('ApproximateCreationDateTime is missing');
  const isMicroseconds = precision === 'MICROSECOND' || time.length >= MICROSECONDS_FROM_DIGITS;
  if (!isMicroseconds && precision !== undefined && precision !== 'MILLISECOND') {
    throw new ReadingError(`ApproximateCreationDateTimePrecision is ${precision}`);
  }
  const digits = isMicroseconds ? time : `${time}000`;
  const milliseconds = isoTime(Number(digits.slice(0, -3)));
  return {
    position: ZEROS.slice(digits.length) + digits,
    changeTime: isMicroseconds
      ? `${milliseconds.slice(0, -1)}${digits.slice(-3).padStart(3, '0')}Z`
      : milliseconds,
    changeTimePrecision: isMicroseconds ? 'MICROSECOND' : 'MILLISECOND',
  };
}

function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason };
}

/** As much of the record's identity as it tells, and what is wrong with it. */
function reasonOf(json: string, { path, message }: ReadingError): string {
  const record = membersOf(JSON.parse(json));
  const table = record['tableName'];
  const keys = membersOf(record['dynamodb'])['Keys'];
  const event = typeof record['eventName'] === 'string' ? `The ${record['eventName']}` : 'A change';
  const of = keys === undefined ? '' : ` of ${JSON.stringify(keys).slice(0, KEY_TEXT_MAX)}`;
  const on = typeof table === 'string' ? ` on ${table}` : '';
  const where = path.length === 0 ? '' : `${path.join('.')} `;
  return `${event}${of}${on} cannot be read: ${where}${message}`;
}

function canaryIn(record: unknown): Canary | undefined {
  const id = membersOf(membersOf(record)['control'])['canary'];
  const table = membersOf(membersOf(record)['metadata'])['table-name'];
  return table === CANARY_TABLE && typeof id === 'string' ? { kind: 'canary', id } : undefined;
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
