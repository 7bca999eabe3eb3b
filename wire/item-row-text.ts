import type { Item } from './attribute-value';
import { CANARY_TABLE } from './canary';
import { canonicalItem } from './canonical-item';
import { isoTime } from './iso-time';
import type { ItemChange } from './item-change';
import type { ItemRow, RowForm } from './item-row';
import { RowWriter } from './item-text/row-writer';
import type { RowTexts } from './item-text/row-writer';

/** Where and when a record stood in the stream. */
export type ItemArrival = Pick<ItemRow, 'shard_id' | 'sequence_number' | 'arrival_time'>;

/** An item as an export of its table has it. */
export interface LoadedItem {
  /** With the names of its key's attributes. */
  table: { name: string; key: readonly string[] };
  item: Item;
  /** Of which time the export is; ISO 8601, UTC. */
  readAt: string;
}

/** An item as the table itself has it; undefined where the key has none. */
export interface RepairedItem {
  table: string;
  key: Item;
  item: Item | undefined;
  /** Since 1970, by DynamoDB's clock, before it was read. */
  second: number;
}

const POSITION_DIGITS = 20;
const SECOND_MICROSECONDS = 1_000_000;

const PAST_THE_STREAM = {
  eventId: 'null',
  size_bytes: null,
  user_identity: null,
} as const;

const NO_TIME = { position: null, change_time: null, change_time_precision: null } as const;

/** The lake's line for a change: the row's columns, then one an attribute; of a delete the key's alone. */
export function changeRow(change: ItemChange, arrival: ItemArrival, form: RowForm): string {
  const texts: RowTexts = {
    table: JSON.stringify(change.table),
    operation: change.operation,
    time: {
      position: change.position,
      change_time: change.changeTime,
      change_time_precision: change.changeTimePrecision,
    },
    eventId: JSON.stringify(change.eventId),
    size_bytes: change.sizeBytes,
    user_identity: change.userIdentity,
    arrival,
  };
  return line(texts, change, form);
}

/** A row without a position: it counts for a key that nothing else tells of. */
export function loadRow({ table, item, readAt }: LoadedItem, form: RowForm): string {
  const key = table.key.map((name) => {
    const value = item[name];
    if (value === undefined) throw new Error(`An item of ${table.name} has no ${name}, of its key`);
    return [name, value];
  });
  const texts: RowTexts = {
    ...PAST_THE_STREAM,
    table: JSON.stringify(table.name),
    operation: 'load',
    time: NO_TIME,
    arrival: { shard_id: null, sequence_number: null, arrival_time: readAt },
  };
  const keys = canonicalItem(Object.fromEntries(key) as Item);
  return line(texts, { keys, newImage: canonicalItem(item), oldImage: null }, form);
}

/** A row that stands behind what happened up to its second, and before what came later. */
export function repairRow({ table, key, item, second }: RepairedItem, form: RowForm): string {
  const microseconds = String(second * SECOND_MICROSECONDS).padStart(POSITION_DIGITS, '0');
  const arrivalTime = isoTime(second * 1000);
  const texts: RowTexts = {
    ...PAST_THE_STREAM,
    table: JSON.stringify(table),
    operation: 'repair',
    time: { ...NO_TIME, position: `${microseconds}/repair` },
    arrival: { shard_id: null, sequence_number: null, arrival_time: arrivalTime },
  };
  const newImage = item === undefined ? null : canonicalItem(item);
  return line(texts, { keys: canonicalItem(key), newImage, oldImage: null }, form);
}

/** The canary as a row of its own table, which no view shows. */
export function canaryRow(id: string, arrival: ItemArrival): string {
  const texts: RowTexts = {
    ...PAST_THE_STREAM,
    table: JSON.stringify(CANARY_TABLE),
    operation: 'insert',
    time: NO_TIME,
    arrival,
  };
  const keys = canonicalItem({ id: { S: id } });
  return line(texts, { keys, newImage: keys, oldImage: null }, { lists: 'json', oldImage: false });
}

type Items = Pick<ItemChange, 'keys' | 'newImage' | 'oldImage'>;

function line(texts: RowTexts, { keys, newImage, oldImage }: Items, form: RowForm): string {
  const buffers = [keys, newImage ?? '', oldImage ?? ''].map((text) => Buffer.from(text));
  const [key, after, before] = buffers.map(({ length }) => length) as [number, number, number];
  const items = {
    source: Buffer.concat(buffers),
    keys: { from: 0, to: key },
    newImage: newImage === null ? undefined : { from: key, to: key + after },
    oldImage: oldImage === null ? undefined : { from: key + after, to: key + after + before },
  };
  return new RowWriter(form).write(texts, items).toString();
}
