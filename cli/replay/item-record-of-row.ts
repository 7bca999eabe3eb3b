import type { AttributeValue, Item } from '../../wire/attribute-value';
import { itemPartitionKey } from '../partition-key';
import type { OutgoingRecord } from '../send-in-order';
import type { LakeChange } from './lake-changes';

const EVENT_NAMES: Readonly<Record<string, string>> = {
  insert: 'INSERT',
  update: 'MODIFY',
  delete: 'REMOVE',
};

/**
 * The record of DynamoDB's Kinesis destination that a line of the lake came of: same time, id, key and
 * images, so the same step for every reader.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
 */
export function itemRecordOfRow(line: LakeChange, region: string): OutgoingRecord {
  const keyJson = line['key_json'] ?? '';
  const precision = line['change_time_precision'];
  const record = {
    awsRegion: region,
    ...given('eventID', line['event_id']),
    eventName: EVENT_NAMES[line['operation'] ?? ''],
    userIdentity: parsed(line['user_identity']) ?? null,
    recordFormat: 'application/json',
    tableName: line['table_name'],
    dynamodb: {
      ApproximateCreationDateTime: creationTime(line['position'] ?? '', precision),
      Keys: imageOf(keyJson),
      ...given('NewImage', imageOf(line['row_json'])),
      ...given('OldImage', imageOf(line['before_json'])),
      ...given('SizeBytes', line['size_bytes'] == null ? undefined : Number(line['size_bytes'])),
      ...(precision === 'MICROSECOND' && { ApproximateCreationDateTimePrecision: precision }),
    },
    eventSource: 'aws:dynamodb',
  };
  return { data: Buffer.from(JSON.stringify(record)), partitionKey: itemPartitionKey(keyJson) };
}

/** A position is in microseconds; they are told as such only where DynamoDB told them. */
function creationTime(position: string, precision: string | null | undefined): number {
  const microseconds = Number(position);
  return precision === 'MICROSECOND' ? microseconds : Math.floor(microseconds / 1000);
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [name]: value };
}

function parsed(json: string | null | undefined): unknown {
  return json === null || json === undefined ? undefined : (JSON.parse(json) as unknown);
}

function imageOf(json: string | null | undefined): Item | undefined {
  const item = parsed(json);
  return item === undefined ? undefined : binaryTwice(item as Item);
}

/** The destination encodes binary values twice, the lake once. */
function binaryTwice(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueTwice(value)]));
}

function valueTwice(value: AttributeValue): AttributeValue {
  if ('B' in value) return { B: base64Of(value.B) };
  if ('BS' in value) return { BS: value.BS.map(base64Of) };
  if ('L' in value) return { L: value.L.map(valueTwice) };
  if ('M' in value) return { M: binaryTwice(value.M) };
  return value;
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}
