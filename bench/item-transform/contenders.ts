import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../../wire/attribute-value';
import { ItemRecordRows } from '../../wire/item-record-row';
import { decodeData } from '../../consumers/firehose-transform/reused-buffers';

const ARRIVAL = {
  shard_id: 'shardId-000000000001',
  sequence_number: '49590338271490256608559692538361571095921575989136588898'.padStart(64, '0'),
  arrival_time: '2025-11-25T22:05:00.500Z',
};
const rows = new ItemRecordRows({ lists: 'json', oldImage: false });

/** What one record of Firehose, in base64, becomes, in base64. */
export type Transform = (data: string) => string;

/** The way of the public samples, with the options that `unmarshall` has by itself. */
export function plain(data: string): string {
  const record = JSON.parse(Buffer.from(data, 'base64').toString()) as {
    dynamodb: { NewImage: Item };
  };
  return Buffer.from(JSON.stringify(unmarshall(record.dynamodb.NewImage as never))).toString(
    'base64',
  );
}

export function tributary(data: string): string {
  const made = rows.row(decodeData(data), ARRIVAL);
  if ('reason' in made) throw new Error(made.reason);
  return made.row.toString('base64');
}
