import { tableName } from '../../../wire/feed-table';
import type { SourceChange } from './change';
import type { PartitionKeyRule } from './table-mappings';
import { jsonForm, type JsonFormSettings } from './json-form';
import { isLob, type SourceColumn, type SourceTable } from './source-table';

/** A record for the stream: DMS's envelope as text, and the key that chooses the shard. */
export interface StreamRecord {
  json: string;
  partitionKey: string;
}

/** What endpoint and task settings say of the form of a record. */
export interface RecordSettings extends JsonFormSettings {
  includeNullAndEmpty: boolean;
  includeTransactionDetails: boolean;
  includePartitionValue: boolean;
  partitionIncludeSchemaTable: boolean;
  beforeImage?: { fieldName: string; columns: 'pk-only' | 'non-lob' | 'all' };
}

/** A row of a full load or of a change, with what is needed to name and place it. */
export interface Row {
  operation: 'load' | 'insert' | 'update' | 'delete';
  table: SourceTable;
  /** The columns to write, in table order. */
  columns: readonly SourceColumn[];
  rule: PartitionKeyRule | undefined;
  values: Readonly<Record<string, string | null>>;
  change?: SourceChange;
  /** Order within the transaction, from 1. */
  recordId?: number;
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html, json-unformatted. */
export function streamRecord(row: Row, nowMs: number, settings: RecordSettings): StreamRecord {
  const key = partitionKey(row, settings);
  const before = beforeImage(row, settings);
  const parts = [
    `"data":${image(row.columns, row.values, settings)}`,
    ...(before === undefined ? [] : [before]),
    `"metadata":${JSON.stringify(metadata({ ...row, key, nowMs }, settings)).replace(RAW_NUMBER, '$1')}`,
  ];
  return { json: `{${parts.join(',')}}\n`, partitionKey: key.value };
}

/** A transaction id is a number of up to 19 digits: written as text, then stripped of its quotes. */
const RAW_NUMBER = /"raw:(\d+)"/g;

function image(
  columns: readonly SourceColumn[],
  values: Readonly<Record<string, string | null>>,
  settings: RecordSettings,
): string {
  const members: string[] = [];
  for (const column of columns) {
    const text = values[column.name] ?? null;
    if ((text === null || text === '') && !settings.includeNullAndEmpty) continue;
    const value = text === null ? 'null' : jsonForm(text, column, settings);
    members.push(`${JSON.stringify(column.name)}:${value}`);
  }
  return `{${members.join(',')}}`;
}

const BEFORE_IMAGE_COLUMNS: Record<
  'pk-only' | 'non-lob' | 'all',
  (column: SourceColumn, table: SourceTable) => boolean
> = {
  'pk-only': (column, table) => table.primaryKey.includes(column.name),
  'non-lob': (column) => !isLob(column),
  all: () => true,
};

function beforeImage(row: Row, settings: RecordSettings): string | undefined {
  const values = row.change?.before;
  if (settings.beforeImage === undefined || values === undefined) return undefined;
  const wanted = BEFORE_IMAGE_COLUMNS[settings.beforeImage.columns];
  const columns = row.columns.filter((column) => wanted(column, row.table));
  return `${JSON.stringify(settings.beforeImage.fieldName)}:${image(columns, values, settings)}`;
}

function metadata(
  row: Row & { key: PartitionKey; nowMs: number },
  settings: RecordSettings,
): Record<string, unknown> {
  const { key } = row;
  return {
    timestamp: microseconds(row.nowMs),
    'record-type': 'data',
    operation: row.operation,
    'partition-key-type': key.type,
    ...(settings.includePartitionValue && key.type !== 'schema-table'
      ? { 'partition-key-value': key.value }
      : {}),
    'schema-name': row.table.schema,
    'table-name': row.table.name,
    ...(row.change === undefined ? {} : transaction(row, row.change, settings)),
  };
}

function transaction(
  row: Row,
  change: SourceChange,
  settings: RecordSettings,
): Record<string, unknown> {
  const id = { 'transaction-id': `raw:${change.transactionId}` };
  if (!settings.includeTransactionDetails) return id;
  return {
    ...id,
    'transaction-record-id': row.recordId,
    'commit-timestamp': microseconds(change.commitTimeMs),
    'stream-position': `${lsnText(change.position.lsn)}.${change.position.seqval}`,
  };
}

/** `0000002c000001700003` as SQL Server prints an LSN: `0000002c:00000170:0003`. */
function lsnText(hex: string): string {
  return `${hex.slice(0, 8)}:${hex.slice(8, 16)}:${hex.slice(16)}`.toLowerCase();
}

/** UTC with six digits, as captured. */
export function microseconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '000Z');
}

interface PartitionKey {
  type: string;
  value: string;
}

function partitionKey(row: Row, settings: RecordSettings): PartitionKey {
  const schemaTable = tableName(row.table);
  const type = row.rule?.['partition-key-type'] ?? defaultKeyType(row);
  const value = keyValue(row, type);
  if (value === undefined) return { type: 'schema-table', value: schemaTable };
  const prefixed = type === 'primary-key' && settings.partitionIncludeSchemaTable;
  return { type, value: prefixed ? `${schemaTable}.${value}` : value };
}

/** As captured: with a primary key the load goes by primary key, changes go by table. */
function defaultKeyType(row: Row): string {
  const loadByKey = row.operation === 'load' && row.table.primaryKey.length > 0;
  return loadByKey ? 'primary-key' : 'schema-table';
}

function keyValue(row: Row, type: string): string | undefined {
  switch (type) {
    case 'attribute-name':
      return row.values[row.rule?.['partition-key-name'] ?? ''] ?? undefined;
    case 'primary-key':
      return row.table.primaryKey.map((name) => row.values[name] ?? '').join('-');
    case 'transaction-id':
      return row.change?.transactionId;
    case 'constant':
      return row.rule?.['partition-key-name'];
    default:
      return undefined;
  }
}
