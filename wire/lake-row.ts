/**
 * One line of the relational feed's lake files: a row change with legal lower-case column names, every
 * value as exact text. The Glue table has these columns, in this order, all of type string.
 */
export interface LakeRow {
  /** `schema.table` as the source spells it. */
  table_name: string;
  /** `repair`: the row as it was read from the source at its position, because the lake lacked it. */
  operation: 'load' | 'insert' | 'update' | 'delete' | 'repair';
  /** JSON object of the logical key's columns as text; null for a table without a key. */
  key_json: string | null;
  /** JSON object of all columns, values as exact text or null; the old row for a delete. */
  row_json: string;
  /** The row before an update, where the source sends it. */
  before_json: string | null;
  /** Sorts as text in the source's commit order; null for `load`, which has no position. */
  position: string | null;
  /** ISO 8601, UTC. */
  commit_time: string | null;
  transaction_id: string | null;
  /** When DMS had read the change and made its record; ISO 8601, UTC. */
  read_time: string | null;
  shard_id: string;
  /**
   * The Kinesis sequence number, left-padded with zeros to 64 digits, so that it sorts as text: the order
   * of arrival of records that have the same partition key. Of a record that was put into the stream again
   * that of its first arrival.
   */
  sequence_number: string;
  /** When the record reached the stream, the first time; ISO 8601, UTC, milliseconds. */
  arrival_time: string;
}

/** Columns of `LakeRow`, in the order of the Glue table. */
export const LAKE_ROW_COLUMNS = [
  'table_name',
  'operation',
  'key_json',
  'row_json',
  'before_json',
  'position',
  'commit_time',
  'transaction_id',
  'read_time',
  'shard_id',
  'sequence_number',
  'arrival_time',
] as const satisfies readonly (keyof LakeRow)[];
