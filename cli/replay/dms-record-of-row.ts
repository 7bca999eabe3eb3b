import { lakeColumnName } from '../../wire/canonical-row';
import { ExactNumber, formatExactJson, type ExactJson } from '../../wire/exact-json';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { tellWays } from '../../wire/redriven-record';
import { repairRecord } from '../../wire/repair-record';
import { rowPartitionKey } from '../partition-key';
import type { OutgoingRecord } from '../send-in-order';
import type { LakeChange } from './lake-changes';

type Row = Record<string, string | null>;

/**
 * The DMS record of a line of the lake: the same change at the same position for every reader, values as
 * the text that the lake has. It tells when it first stood in the stream, so that a replay of an old
 * load does not count as a new one.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html
 */
export function dmsRecordOfRow(line: LakeChange, tables: readonly FeedTable[]): OutgoingRecord {
  const name = line['table_name'] ?? '';
  const table = tables.find((known) => tableName(known) === name);
  const row = imageOf(line['row_json']) ?? {};
  const partitionKey = table === undefined ? name : rowPartitionKey(table, row);
  if (line['operation'] === 'repair')
    return { data: Buffer.from(`${repairOf(line, row)}\n`), partitionKey };
  const before = imageOf(line['before_json']);
  const envelope = new Map<string, ExactJson>([
    ['data', dataOf(row, table)],
    ...(before === undefined ? [] : ([['before-image', dataOf(before, table)]] as const)),
    ['metadata', metadataOf(line, name)],
  ]);
  return { data: Buffer.from(`${formatExactJson(envelope)}\n`), partitionKey };
}

/** A row that was read from the source again stays what it is, at the position that it was given. */
function repairOf(line: LakeChange, row: Row): string {
  return repairRecord({
    kind: 'repair',
    operation: 'repair',
    ...nameOf(line['table_name'] ?? ''),
    row,
    position: line['position'] ?? '',
    timestamp: readTime(line),
  });
}

function nameOf(name: string): { schema: string; table: string } {
  const dot = name.indexOf('.');
  return { schema: name.slice(0, dot), table: name.slice(dot + 1) };
}

/** Lines from before the lake had this column tell their arrival alone. */
function readTime(line: LakeChange): string {
  return line['read_time'] ?? line['arrival_time'] ?? '';
}

function imageOf(json: string | null | undefined): Row | undefined {
  return json === null || json === undefined ? undefined : (JSON.parse(json) as Row);
}

/** Columns as the source spells them. */
function dataOf(row: Row, table: FeedTable | undefined): Map<string, ExactJson> {
  const spelled = new Map(
    Object.keys(table?.columns ?? {}).map((column) => [lakeColumnName(column), column]),
  );
  return new Map(
    Object.entries(row).map(([column, value]) => [spelled.get(column) ?? column, value]),
  );
}

function metadataOf(line: LakeChange, name: string): Map<string, ExactJson> {
  const { schema, table } = nameOf(name);
  const metadata: [string, ExactJson][] = [
    ['timestamp', readTime(line)],
    ['record-type', 'data'],
    ['operation', line['operation'] ?? ''],
    ['partition-key-type', 'attribute-name'],
    ['schema-name', schema],
    ['table-name', table],
    ...transactionOf(line),
  ];
  const firstArrival = {
    sequenceNumber: withoutZeros(line['sequence_number'] ?? ''),
    ...(typeof line['arrival_time'] === 'string' && { time: line['arrival_time'] }),
  };
  return tellWays(new Map(metadata), { firstArrival, redrives: 0 });
}

/** `lsn/<20 hex>/<seqval>/<record id>` or `time/<instant>/<transaction id>/<record id>`: wire/position.ts. */
function transactionOf(line: LakeChange): [string, ExactJson][] {
  const [form = '', first = '', second = '', recordId = ''] = (line['position'] ?? '').split('/');
  const { transaction_id: transactionId, commit_time: commitTime } = line;
  const told: [string, ExactJson][] = [];
  if (typeof transactionId === 'string') told.push(['transaction-id', numberOrText(transactionId)]);
  if (typeof commitTime === 'string') told.push(['commit-timestamp', commitTime]);
  if (form === '') return told;
  const record: [string, ExactJson] = [
    'transaction-record-id',
    new ExactNumber(withoutZeros(recordId)),
  ];
  if (form === 'time') return [...told, record];
  const lsn = `${first.slice(0, 8)}:${first.slice(8, 16)}:${first.slice(16)}`;
  return [...told, record, ['stream-position', `${lsn}.${second}`]];
}

/** DMS writes a transaction's id as a number. */
function numberOrText(text: string): ExactJson {
  return /^(0|[1-9]\d*)$/.test(text) ? new ExactNumber(text) : text;
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
