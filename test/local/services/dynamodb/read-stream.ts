import { createDynamoDbStreams } from '../../../../local/services/dynamodb-streams/service';
import type { DynamoDb } from '../../../../local/services/dynamodb/service';
import type { StreamRecord } from '../../../../local/services/dynamodb-streams/stream-record';
import { caller } from '../laptop-services';

/** Everything that a table's stream shows, from its beginning. */
export async function readStream(dynamoDb: DynamoDb, TableName: string): Promise<StreamRecord[]> {
  const call = caller(dynamoDb.cloud, createDynamoDbStreams(dynamoDb).service);
  const { Streams } = (await call('ListStreams', { TableName })) as unknown as {
    Streams: { StreamArn: string }[];
  };
  const StreamArn = Streams[0]!.StreamArn;
  const { StreamDescription } = (await call('DescribeStream', { StreamArn })) as unknown as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const { ShardId } = StreamDescription.Shards[0]!;
  const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  let ShardIterator = (await call('GetShardIterator', start))['ShardIterator'] as
    string | undefined;
  const records: StreamRecord[] = [];
  for (;;) {
    const page = (await call('GetRecords', { ShardIterator })) as unknown as {
      Records: StreamRecord[];
      NextShardIterator?: string;
    };
    records.push(...page.Records);
    ShardIterator = page.NextShardIterator;
    if (page.Records.length === 0 || ShardIterator === undefined) return records;
  }
}
