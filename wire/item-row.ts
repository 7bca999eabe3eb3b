import type { LakeRow } from './lake-row';

/** How a change stands in the lake; `load` came by an export, `repair` was read from the table itself. */
export type ItemOperation = 'insert' | 'update' | 'delete' | 'load' | 'repair';

/**
 * The fixed columns of the DynamoDB feed's lake files, beside which each line has a column an attribute
 * (`item-column.ts`). The envelope is the relational feed's; every value is text or null.
 */
export interface ItemRow extends Pick<LakeRow, 'table_name' | 'before_json' | 'position'> {
  operation: ItemOperation;
  /** The key's attributes as canonical DynamoDB JSON: equal for all changes of one item. */
  key_json: string;
  /** The item after the change as canonical DynamoDB JSON, binary as base64 once; null after a delete. */
  row_json: string | null;
  /** When DynamoDB made the change, as it tells it; ISO 8601, UTC, with 3 or 6 fraction digits. */
  change_time: string | null;
  change_time_precision: 'MILLISECOND' | 'MICROSECOND' | null;
  /** DynamoDB's own id of the change, the same in each copy of it. */
  event_id: string | null;
  /** Bytes of keys and images by DynamoDB's rules, as it tells them. */
  size_bytes: string | null;
  /** SHA-256, in hex, of the canonical JSON of the item before and after; null where there is none. */
  old_hash: string | null;
  new_hash: string | null;
  /** Who deleted it where no caller did, as JSON: time to live tells itself here. */
  user_identity: string | null;
  /** Null for a row that came past the stream. */
  shard_id: string | null;
  sequence_number: string | null;
  /** When the record reached the stream, or the item was read; ISO 8601, UTC, milliseconds. */
  arrival_time: string;
}

/** Columns of `ItemRow`, in the order of the Glue table. No attribute's column has one of these names. */
export const ITEM_ROW_COLUMNS = [
  'table_name',
  'operation',
  'key_json',
  'row_json',
  'before_json',
  'position',
  'change_time',
  'change_time_precision',
  'event_id',
  'size_bytes',
  'old_hash',
  'new_hash',
  'user_identity',
  'shard_id',
  'sequence_number',
  'arrival_time',
] as const satisfies readonly (keyof ItemRow)[];

/** What settings choose of a row's form. */
export interface RowForm {
  /** A list as one column of JSON text, or one column an element. */
  lists: 'json' | 'indexed';
  /** Whether `before_json` carries the item as it was. */
  oldImage: boolean;
}
