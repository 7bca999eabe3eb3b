import { createHash } from 'node:crypto';
import { earliestAt } from '../dynamodb/change-log';
import type { TableStream } from '../dynamodb/table-streams';

/** An entry of ListStreams. */
export function streamSummary({ arn, label, table }: TableStream) {
  return { StreamArn: arn, StreamLabel: label, TableName: table.TableName };
}

/** A stream has one shard, which ends when the stream is switched off. */
export function describeStream(stream: TableStream, exclusiveStartShardId = '') {
  const { isEnabled, viewType, table, range } = stream;
  const shard = {
    ShardId: shardId(stream),
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber(stream),
      ...(range.until !== undefined && { EndingSequenceNumber: range.until }),
    },
  };
  return {
    ...streamSummary(stream),
    StreamStatus: isEnabled ? 'ENABLED' : 'DISABLED',
    StreamViewType: viewType,
    CreationRequestDateTime: new Date(createdMs(stream)),
    KeySchema: table.KeySchema,
    Shards: shard.ShardId > exclusiveStartShardId ? [shard] : [],
  };
}

/** The form of AWS's: when the shard was made, and what tells it from others of that moment. */
export function shardId(stream: TableStream): string {
  const unique = createHash('md5').update(stream.arn).digest('hex').slice(0, 8);
  return `shardId-${String(createdMs(stream)).padStart(20, '0')}-${unique}`;
}

/** Not above that of any change of the stream. */
function startingSequenceNumber(stream: TableStream): string {
  const behind = (BigInt(stream.range.after) + 1n).toString();
  const created = earliestAt(createdMs(stream));
  return BigInt(behind) > BigInt(created) ? behind : created;
}

function createdMs({ label }: TableStream): number {
  return Date.parse(`${label}Z`);
}
