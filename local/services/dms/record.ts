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

/** A table with what the task makes of its rows. */
export interface ReplicatedTable {
  table: SourceTable;
  /** The columns to write, in table order. */
  columns: readonly SourceColumn[];
  rule: PartitionKeyRule | undefined;
}

/** A row of a full load or of a change. */
export interface Row {
  operation: 'load' | 'insert' | 'update' | 'delete';
  values: Readonly<Record<string, string | null>>;
  change?: SourceChange;
  /** Order within the transaction, from 1. */
  recordId?: number;
}

export type RecordWriter = (row: Row, nowMs: number) => StreamRecord;

/**
 * Writes the records of one table, as text from the start: what they have in common is written once.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html, json-unformatted.
 */
export function recordWriter(replicated: ReplicatedTable, settings: RecordSettings): RecordWriter {
  const { table, columns } = replicated;
  const data = imageWriter(columns, settings);
  const before = beforeImageWriter(replicated, settings);
  const keyOf = partitionKeyOf(replicated, settings);
  const timestamp = rememberedMicroseconds();
  const names = `,"schema-name":${JSON.stringify(table.schema)},"table-name":${JSON.stringify(table.name)}`;
  const transaction = transactionWriter(settings);
  return (row, nowMs) => {
    const { operation, values, change } = row;
    const key = keyOf(row);
    const metadata =
      `"timestamp":"${timestamp(nowMs)}","record-type":"data","operation":"${operation}",` +
      `"partition-key-type":"${key.type}"${keyValueMember(key, settings)}${names}` +
      (change === undefined ? '' : transaction(change, row.recordId));
    const json = `{"data":${data(values)}${before(change)},"metadata":{${metadata}}}\n`;
    return { json, partitionKey: key.value };
  };
}

type ImageWriter = (values: Row['values']) => string;

function imageWriter(columns: readonly SourceColumn[], settings: RecordSettings): ImageWriter {
  const members = columns.map((column) => ({ column, name: `${JSON.stringify(column.name)}:` }));
  return (values) => {
    let image = '';
    for (const { column, name } of members) {
      const text = values[column.name] ?? null;
      if ((text === null || text === '') && !settings.includeNullAndEmpty) continue;
      const value = text === null ? 'null' : jsonForm(text, column, settings);
      image += image === '' ? name + value : `,${name}${value}`;
    }
    return `{${image}}`;
  };
}

const BEFORE_IMAGE_COLUMNS: Record<
  'pk-only' | 'non-lob' | 'all',
  (column: SourceColumn, table: SourceTable) => boolean
> = {
  'pk-only': (column, table) => table.primaryKey.includes(column.name),
  'non-lob': (column) => !isLob(column),
  all: () => true,
};

function beforeImageWriter(
  { table, columns }: ReplicatedTable,
  settings: RecordSettings,
): (change: SourceChange | undefined) => string {
  if (settings.beforeImage === undefined) return () => '';
  const wanted = BEFORE_IMAGE_COLUMNS[settings.beforeImage.columns];
  const name = JSON.stringify(settings.beforeImage.fieldName);
  const image = imageWriter(
    columns.filter((column) => wanted(column, table)),
    settings,
  );
  return (change) => (change?.before === undefined ? '' : `,${name}:${image(change.before)}`);
}

function keyValueMember({ type, value }: PartitionKey, settings: RecordSettings): string {
  if (!settings.includePartitionValue || type === 'schema-table') return '';
  return `,"partition-key-value":${JSON.stringify(value)}`;
}

/** A transaction id is a number of up to 19 digits, which no double holds. */
function transactionWriter(settings: RecordSettings) {
  const timestamp = rememberedMicroseconds();
  return (
    { transactionId, commitTimeMs, position }: SourceChange,
    recordId: number | undefined,
  ) => {
    const id = `,"transaction-id":${transactionId}`;
    if (!settings.includeTransactionDetails) return id;
    return (
      `${id},"transaction-record-id":${recordId}` +
      `,"commit-timestamp":"${timestamp(commitTimeMs)}"` +
      `,"stream-position":"${lsnText(position.lsn)}.${position.seqval}"`
    );
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

/** `microseconds` that remembers its last answer: rows of one batch or transaction share theirs. */
function rememberedMicroseconds(): (timeMs: number) => string {
  let last = { timeMs: NaN, text: '' };
  return (timeMs) => {
    if (last.timeMs !== timeMs) last = { timeMs, text: microseconds(timeMs) };
    return last.text;
  };
}

interface PartitionKey {
  type: string;
  value: string;
}

function partitionKeyOf(
  { table, rule }: ReplicatedTable,
  settings: RecordSettings,
): (row: Row) => PartitionKey {
  const schemaTable = tableName(table);
  const byTable = { type: 'schema-table', value: schemaTable };
  return (row) => {
    const type = rule?.['partition-key-type'] ?? defaultKeyType(row, table);
    const value = keyValue(row, type, { table, rule });
    if (value === undefined) return byTable;
    const prefixed = type === 'primary-key' && settings.partitionIncludeSchemaTable;
    return { type, value: prefixed ? `${schemaTable}.${value}` : value };
  };
}

/** As captured: with a primary key the load goes by primary key, changes go by table. */
function defaultKeyType({ operation }: Row, { primaryKey }: SourceTable): string {
  return operation === 'load' && primaryKey.length > 0 ? 'primary-key' : 'schema-table';
}

function keyValue(
  row: Row,
  type: string,
  { table, rule }: Pick<ReplicatedTable, 'table' | 'rule'>,
): string | undefined {
  switch (type) {
    case 'attribute-name':
      return row.values[rule?.['partition-key-name'] ?? ''] ?? undefined;
    case 'primary-key':
      return table.primaryKey.map((name) => row.values[name] ?? '').join('-');
    case 'transaction-id':
      return row.change?.transactionId;
    case 'constant':
      return rule?.['partition-key-name'];
    default:
      return undefined;
  }
}
