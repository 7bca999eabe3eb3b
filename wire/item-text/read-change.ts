import { isUtf8 } from 'node:buffer';
import { CANARY_TABLE } from '../canary';
import type { ItemChange } from '../item-change';
import type { CanonicalReader, ReadItem } from './canonical-reader';
import { changeTimeOf, isInMicroseconds } from './change-time';
import type { ChangeTime } from './change-time';
import { compactJson } from './json-bytes';
import type { Place } from './place';
import { ReadingError, TwiceError } from './reading-error';
import { readRecord } from './record-reader';
import type { ReadRecord } from './record-reader';

/** A change as the reader has it. */
export interface ReadChange {
  kind: 'change';
  operation: ItemChange['operation'];
  /** JSON strings. */
  table: Place;
  eventId: Place | undefined;
  time: ChangeTime;
  sizeBytes: string | null;
  /** JSON. */
  userIdentity: string | null;
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
  { operation: ItemChange['operation']; newImage: boolean; oldImage: boolean }
> = new Map([
  ['INSERT', { operation: 'insert', newImage: true, oldImage: false }],
  ['MODIFY', { operation: 'update', newImage: true, oldImage: true }],
  ['REMOVE', { operation: 'delete', newImage: false, oldImage: true }],
]);

const EMPTY_STRING = '""';
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
  const { table, keys, newImage, oldImage, eventId } = record;
  const eventName = textAt(reader, record.eventName);
  const event = EVENTS.get(eventName);
  if (event === undefined) throw new ReadingError(`eventName is ${eventName ?? 'missing'}`);
  if (table === undefined || table.to - table.from === EMPTY_STRING.length) {
    throw new ReadingError('tableName is missing');
  }
  if (keys === undefined || keys.count === 0) throw new ReadingError('Keys are missing');
  checkImage(reader, { name: 'NewImage', image: newImage, isDue: event.newImage, keys });
  checkImage(reader, { name: 'OldImage', image: oldImage, isDue: event.oldImage, keys });
  return {
    kind: 'change',
    operation: event.operation,
    table,
    eventId,
    time: timeOf(reader, record),
    sizeBytes: record.sizeBytes === undefined ? null : reader.text(record.sizeBytes),
    userIdentity: record.userIdentity === undefined ? null : reader.text(record.userIdentity),
    keys,
    newImage,
    oldImage,
  };
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

function timeOf(reader: CanonicalReader, { time, precision }: ReadRecord): ChangeTime {
  if (time === undefined) throw new ReadingError('ApproximateCreationDateTime is missing');
  const digits = reader.text(time);
  const unit = textAt(reader, precision);
  const isMicroseconds = isInMicroseconds(digits, unit);
  if (isMicroseconds === undefined) {
    throw new ReadingError(`ApproximateCreationDateTimePrecision is ${unit ?? ''}`);
  }
  return changeTimeOf(digits, isMicroseconds);
}

/** A string without its quotes, as its JSON has it. */
function textAt(reader: CanonicalReader, place: Place | undefined): string | undefined {
  return place === undefined ? undefined : reader.text({ from: place.from + 1, to: place.to - 1 });
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
