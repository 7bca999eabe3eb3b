import { tableName } from '../../../wire/feed-table';
import { PARTITION_KEY_MAX, RECORD_BYTES_MAX } from '../kinesis/limits';
import { FatalTaskError } from './fatal-task-error';
import type { ReplicatedTable, Row, StreamRecord } from './record';
import type { SourceColumn, SourceTable } from './source-table';
import type { TaskSettings } from './task-settings';

/** A character of a record has at most so many bytes. */
const UTF8_BYTES_MAX = 3;

const GO_ON =
  'shorten it at the source; "tributary dms reload" then loads all tables again and goes on behind this change';

/** In limited LOB mode a longer value would be cut, which is an error: the task stops before it. */
export function refuseLongLobs(
  { TargetMetadata: { LobMaxSize } }: TaskSettings,
  { table, lobs }: ReplicatedTable & { lobs: readonly SourceColumn[] },
  row: Row,
): void {
  const long = lobs.filter(({ name }) => (row.values[name]?.length ?? 0) > LobMaxSize * 1024);
  if (long.length === 0) return;
  const names = long.map(({ name }) => name).join(', ');
  throw new FatalTaskError(
    `${tableName(table)}: ${names} is longer than LobMaxSize (${LobMaxSize} KB)${ofRow(table, row)}. Raise the LOB size in the feed's settings.`,
  );
}

/** What PutRecords would refuse, with all that is in the same call and without a name: the task stops before it. */
export function refuseUnputtable(
  { table, rule }: ReplicatedTable,
  row: Row,
  record: StreamRecord,
): void {
  const { json, partitionKey } = record;
  if (partitionKey === '' || partitionKey.length > PARTITION_KEY_MAX) {
    const column = rule?.['partition-key-name'] ?? 'the primary key';
    throw new FatalTaskError(
      `${tableName(table)}: ${column}, which chooses the shard, has ${partitionKey.length} characters${ofRow(table, row)}, and Kinesis takes 1 to ${PARTITION_KEY_MAX}. Choose another column by partitionBy in the feed's settings.`,
    );
  }
  if ((json.length + partitionKey.length) * UTF8_BYTES_MAX <= RECORD_BYTES_MAX) return;
  const bytes = Buffer.byteLength(json) + Buffer.byteLength(partitionKey);
  if (bytes <= RECORD_BYTES_MAX) return;
  throw new FatalTaskError(
    `${tableName(table)}: the record has ${bytes} bytes${ofRow(table, row)}, and Kinesis takes ${RECORD_BYTES_MAX}: ${GO_ON}.`,
  );
}

const VALUE_SHOWN = 40;

function ofRow({ primaryKey }: SourceTable, { values }: Row): string {
  const key = primaryKey.map((name) => `${name}=${values[name]?.slice(0, VALUE_SHOWN) ?? ''}`);
  return key.length === 0 ? '' : ` in the row ${key.join(' ')}`;
}
