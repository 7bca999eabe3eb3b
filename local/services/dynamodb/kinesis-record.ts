import { createHash } from 'node:crypto';
import type { DynaliteTable } from 'dynalite/db';
import type { AttributeValue, Item } from '../../../wire/attribute-value';
import type { LoggedChange } from './change-log';
import { pickKey } from './describe-table';
import { itemSizeBytes } from './item-size';

export type TimePrecision = 'MILLISECOND' | 'MICROSECOND';

export interface KinesisRecord {
  Data: Uint8Array;
  PartitionKey: string;
}

type Images = Pick<LoggedChange, 'oldItem' | 'newItem'>;

export interface RecordOrigin {
  region: string;
  table: Pick<DynaliteTable, 'TableName' | 'KeySchema'>;
  /** Milliseconds where the destination names none; only microseconds are told in the record. */
  precision: TimePrecision | undefined;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
export const TIME_TO_LIVE_IDENTITY = { principalId: 'dynamodb.amazonaws.com', type: 'Service' };

/**
 * The change as DynamoDB puts it into a Kinesis stream: JSON without a newline, both images where both
 * exist. Unlike in DynamoDB Streams, binary values are base64 twice there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
 */
export function kinesisRecord(change: LoggedChange, origin: RecordOrigin): KinesisRecord {
  const { oldItem, newItem } = change;
  const keys = pickKey(origin.table, newItem ?? oldItem ?? {});
  const document = {
    awsRegion: origin.region,
    eventID: change.eventId,
    eventName: eventName(change),
    userIdentity: change.byTimeToLive ? TIME_TO_LIVE_IDENTITY : null,
    recordFormat: 'application/json',
    tableName: origin.table.TableName,
    dynamodb: {
      ApproximateCreationDateTime:
        origin.precision === 'MICROSECOND' ? change.atMs * 1000 : change.atMs,
      Keys: binaryAgain(keys),
      ...(newItem !== undefined && { NewImage: binaryAgain(newItem) }),
      ...(oldItem !== undefined && { OldImage: binaryAgain(oldItem) }),
      SizeBytes: changeSizeBytes(change, keys),
      ...(origin.precision === 'MICROSECOND' && {
        ApproximateCreationDateTimePrecision: origin.precision,
      }),
    },
    eventSource: 'aws:dynamodb',
  };
  return { Data: Buffer.from(JSON.stringify(document)), PartitionKey: partitionKey(change) };
}

export function eventName({ oldItem, newItem }: Images): 'INSERT' | 'MODIFY' | 'REMOVE' {
  if (newItem === undefined) return 'REMOVE';
  return oldItem === undefined ? 'INSERT' : 'MODIFY';
}

/** Of the keys and of both images. */
export function changeSizeBytes({ oldItem, newItem }: Images, keys: Item): number {
  return itemSizeBytes(keys) + itemSizeBytes(newItem ?? {}) + itemSizeBytes(oldItem ?? {});
}

/** 32 hexadecimal digits, the same for all changes of an item. */
function partitionKey({ key }: LoggedChange): string {
  return createHash('md5').update(key).digest('hex').toUpperCase();
}

function binaryAgain(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, valueWithBinaryAgain(value)]),
  );
}

function valueWithBinaryAgain(value: AttributeValue): AttributeValue {
  if ('B' in value) return { B: base64Of(value.B) };
  if ('BS' in value) return { BS: value.BS.map(base64Of) };
  if ('L' in value) return { L: value.L.map(valueWithBinaryAgain) };
  if ('M' in value) return { M: binaryAgain(value.M) };
  return value;
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}
