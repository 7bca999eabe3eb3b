import { CANARY_TABLE } from './canary';
import { ExactJsonError, ExactNumber, formatExactJson, parseExactJson } from './exact-json';
import type { ExactJson, ExactObject } from './exact-json';
import { positionOf } from './position';
import { REPAIR_OPERATION, type RepairRecord } from './repair-record';
import { FIRST_ARRIVAL_TIME, FIRST_SEQUENCE_NUMBER, type FirstArrival } from './redriven-record';

export type DmsOperation = 'load' | 'insert' | 'update' | 'delete';

/** One row change. Values are the record's own text, digit for digit; a column that is not in `row` is null. */
export interface DmsChange {
  kind: 'change';
  operation: DmsOperation;
  schema: string;
  table: string;
  /** The new row; for a delete whatever the source tells of the old one: all of it, or its key alone. */
  row: Record<string, string | null>;
  /** The row before an update, or only its key, where the task sends before images. */
  before: Record<string, string | null> | null;
  /** See `positionOf`; null for `load`, which has no order, and never null otherwise. */
  position: string | null;
  /** ISO 8601, UTC. */
  commitTime: string | null;
  transactionId: string | null;
  recordId: string | null;
  /** When DMS built the message, ISO 8601, UTC; not the time of the commit. */
  timestamp: string;
  /** Of a record that was put into the stream again (`redriven-record.ts`). */
  firstArrival?: FirstArrival;
}

export type DmsRecord =
  | DmsChange
  | { kind: 'control'; operation: string; schema: string; table: string }
  /** A data record of one of DMS's own tables (`awsdms_status`, …). */
  | { kind: 'dms-table'; table: string }
  | { kind: 'canary'; id: string; timestamp: string }
  | RepairRecord
  | { kind: 'unreadable'; reason: string };

class UnreadableError extends Error {}

const ENVELOPE = new Set(['data', 'metadata', 'control']);
const OPERATIONS: ReadonlySet<string> = new Set<DmsOperation>([
  'load',
  'insert',
  'update',
  'delete',
]);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one record that DMS put into a Kinesis stream; never throws. Strict about table, operation and
 * order, tolerant about form: order of keys, pretty or one-line JSON, missing nulls, the name of the
 * before image, `control` absent. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html
 */
export function decodeDmsRecord(record: Uint8Array | string): DmsRecord {
  try {
    return readRecord(parseExactJson(typeof record === 'string' ? record : decodeUtf8(record)));
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof ExactJsonError) {
      return { kind: 'unreadable', reason: error.message };
    }
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableError('The record is no UTF-8 text');
  }
}

function readRecord(json: ExactJson): DmsRecord {
  const envelope = objectOf(json, 'the record');
  const metadata = objectOf(envelope.get('metadata'), 'metadata');
  const table = textOf(metadata, 'table-name');
  const operation = textOf(metadata, 'operation');
  const schema = optionalText(metadata, 'schema-name') ?? '';
  switch (textOf(metadata, 'record-type')) {
    case 'control':
      if (table === CANARY_TABLE) return readCanary(envelope, metadata);
      if (operation === REPAIR_OPERATION) return readRepair(envelope, metadata, { schema, table });
      return { kind: 'control', operation, schema, table };
    case 'data':
      if (/^awsdms_/i.test(table)) return { kind: 'dms-table', table };
      return readChange(envelope, metadata, { schema, table, operation });
    default:
      throw new UnreadableError(
        `Expected metadata.record-type to be data or control, got ${textOf(metadata, 'record-type')}`,
      );
  }
}

function readCanary(envelope: ExactObject, metadata: ExactObject): DmsRecord {
  const id = textOf(objectOf(envelope.get('control'), 'control'), 'canary');
  return { kind: 'canary', id, timestamp: textOf(metadata, 'timestamp') };
}

function readRepair(
  envelope: ExactObject,
  metadata: ExactObject,
  name: { schema: string; table: string },
): RepairRecord {
  const control = objectOf(envelope.get('control'), 'control');
  const operation = textOf(control, 'repair');
  if (operation !== 'repair' && operation !== 'delete') {
    throw new UnreadableError(`Unknown repair ${operation} on ${name.schema}.${name.table}`);
  }
  const row = rowOf(objectOf(envelope.get('data'), 'data'));
  const position = textOf(control, 'position');
  return {
    kind: 'repair',
    operation,
    ...name,
    row,
    position,
    timestamp: textOf(metadata, 'timestamp'),
  };
}

function readChange(
  envelope: ExactObject,
  metadata: ExactObject,
  name: { schema: string; table: string; operation: string },
): DmsChange {
  const { schema, table, operation } = name;
  if (schema === '' || table === '') throw new UnreadableError('A data record names no table');
  if (!isOperation(operation)) {
    throw new UnreadableError(`Unknown operation ${operation} on ${schema}.${table}`);
  }
  const row = rowOf(objectOf(envelope.get('data'), 'data'));
  if (Object.keys(row).length === 0) {
    throw new UnreadableError(`The ${operation} on ${schema}.${table} carries no column`);
  }
  const before = beforeImage(envelope);
  const order = { ...orderOf(metadata, name), ...firstArrivalOf(metadata) };
  return { kind: 'change', operation, schema, table, row, before, ...order };
}

const SEQUENCE_NUMBER = /^\d{1,64}$/;
const ARRIVAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function firstArrivalOf(metadata: ExactObject): Pick<DmsChange, 'firstArrival'> {
  const sequenceNumber = optionalText(metadata, FIRST_SEQUENCE_NUMBER);
  if (sequenceNumber === undefined) return {};
  const time = optionalText(metadata, FIRST_ARRIVAL_TIME);
  refuseUnless(SEQUENCE_NUMBER, sequenceNumber, `${FIRST_SEQUENCE_NUMBER} to be a sequence number`);
  if (time === undefined) return { firstArrival: { sequenceNumber } };
  refuseUnless(ARRIVAL_TIME, time, `${FIRST_ARRIVAL_TIME} to be a time with milliseconds`);
  return { firstArrival: { sequenceNumber, time } };
}

function refuseUnless(form: RegExp, text: string, expected: string): void {
  if (form.test(text)) return;
  throw new UnreadableError(`Expected metadata.${expected}, got ${text.slice(0, 100)}`);
}

function orderOf(
  metadata: ExactObject,
  name: { schema: string; table: string; operation: string },
): Pick<DmsChange, 'position' | 'commitTime' | 'transactionId' | 'recordId' | 'timestamp'> {
  const commitTime = optionalText(metadata, 'commit-timestamp') ?? null;
  const transactionId = optionalText(metadata, 'transaction-id') ?? null;
  const recordId = optionalText(metadata, 'transaction-record-id') ?? null;
  const timestamp = textOf(metadata, 'timestamp');
  if (name.operation === 'load') {
    return { position: null, commitTime, transactionId, recordId, timestamp };
  }
  const position = positionOf({
    streamPosition: optionalText(metadata, 'stream-position'),
    commitTimestamp: commitTime ?? undefined,
    transactionId: transactionId ?? undefined,
    transactionRecordId: recordId ?? undefined,
  });
  if (position === undefined) {
    throw new UnreadableError(
      `The ${name.operation} on ${name.schema}.${name.table} tells no position: neither a stream ` +
        'position that is an LSN, nor commit time, transaction and record id (IncludeTransactionDetails)',
    );
  }
  return { position, commitTime, transactionId, recordId, timestamp };
}

/** The task's settings name the before image freely: it is the one other object of the envelope. */
function beforeImage(envelope: ExactObject): Record<string, string | null> | null {
  for (const [key, value] of envelope) {
    if (!ENVELOPE.has(key) && value instanceof Map) return rowOf(value);
  }
  return null;
}

function rowOf(members: ExactObject): Record<string, string | null> {
  const row: Record<string, string | null> = {};
  for (const [column, value] of members) setOwn(row, column, valueText(value));
  return row;
}

/** Plain assignment, several times quicker than `Object.fromEntries`, would take `__proto__` for another thing. */
function setOwn(row: Record<string, string | null>, column: string, value: string | null): void {
  if (column !== '__proto__') row[column] = value;
  else Object.defineProperty(row, column, { value, enumerable: true });
}

function valueText(value: ExactJson): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'boolean') return String(value);
  return formatExactJson(value);
}

function isOperation(text: string): text is DmsOperation {
  return OPERATIONS.has(text);
}

function objectOf(value: ExactJson | undefined, what: string): ExactObject {
  if (value instanceof Map) return value;
  throw new UnreadableError(`Expected ${what} to be a JSON object`);
}

function textOf(members: ExactObject, name: string): string {
  const text = optionalText(members, name);
  if (text === undefined) throw new UnreadableError(`Expected metadata.${name}, got nothing`);
  return text;
}

function optionalText(members: ExactObject, name: string): string | undefined {
  const value = members.get(name);
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.text;
  if (value === undefined || value === null) return undefined;
  throw new UnreadableError(`Expected metadata.${name} to be text or a number`);
}
