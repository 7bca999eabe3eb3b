import type { Caller, Dispatcher } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { bytesToBase64 } from '../dynamodb/attribute-blobs';
import { viewBytes } from '../../view-bytes';
import { parseWithNumberTexts } from './number-text';
import type {
  RecordSource,
  ShardCursor,
  ShardInfo,
  ShardPosition,
  StreamRecord,
} from './record-source';

/** The parts of GetRecords' answer that are read here; images stay as they are. */
interface DynamoDbRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  awsRegion: string;
  dynamodb: {
    ApproximateCreationDateTime: Date;
    Keys: Record<string, unknown>;
    NewImage?: unknown;
    OldImage?: unknown;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  userIdentity?: { PrincipalId: string; Type: string };
}

interface DescribedShard {
  ShardId: string;
  ParentShardId?: string;
}

/** What GetRecords of DynamoDB Streams gives at most. */
const RECORDS_MAX = 1000;

/** The stream of a DynamoDB table, read through its API as the given caller. */
export function dynamoDbSource(options: {
  dispatcher: Dispatcher;
  caller: Caller;
  streamArn: string;
}): RecordSource {
  const { streamArn, dispatcher, caller } = options;
  const call = (action: string, input: Record<string, unknown>) =>
    dispatcher.dispatch({ caller, service: 'dynamodb-streams', action, input });
  return {
    streamArn,
    batchInfoName: 'DDBStreamBatchInfo',
    listShards: () => listShards(call, streamArn),
    open: (shardId, position) => openCursor(call, { streamArn, shardId }, position),
    writeEvent: (batch, _shardId, { data }) => batch.bytes(data),
    eventBytes: (_shardId, { data }) => data.length,
    filterableOf: ({ data }) =>
      parseWithNumberTexts(viewBytes(data).toString('utf8')) as Record<string, unknown>,
  };
}

type Call = (action: string, input: Record<string, unknown>) => Promise<unknown>;

async function listShards(call: Call, StreamArn: string): Promise<ShardInfo[]> {
  const shards: DescribedShard[] = [];
  let from: string | undefined;
  do {
    const { StreamDescription: page } = (await call('DescribeStream', {
      StreamArn,
      ...(from !== undefined && { ExclusiveStartShardId: from }),
    })) as { StreamDescription: { Shards: DescribedShard[]; LastEvaluatedShardId?: string } };
    shards.push(...page.Shards);
    from = page.LastEvaluatedShardId;
  } while (from !== undefined);
  return shards.map(({ ShardId, ParentShardId }) => ({
    shardId: ShardId,
    parentIds: ParentShardId === undefined ? [] : [ParentShardId],
  }));
}

/**
 * An iterator that expired is taken again behind the last record read; what was trimmed meanwhile is
 * passed over, as Lambda does. The API has no start by time: records of earlier seconds are read and
 * left out.
 */
function openCursor(
  call: Call,
  shard: { streamArn: string; shardId: string },
  position: ShardPosition,
): ShardCursor {
  const sinceMs = position.type === 'AT_TIMESTAMP' ? Math.floor(position.atMs / 1000) * 1000 : 0;
  let from: ShardPosition = position.type === 'AT_TIMESTAMP' ? { type: 'TRIM_HORIZON' } : position;
  let iterator: string | undefined;
  const read = async (recordsMax: number) => {
    iterator ??= await iteratorAt(call, shard, from);
    return (await call('GetRecords', {
      ShardIterator: iterator,
      Limit: Math.min(recordsMax, RECORDS_MAX),
    })) as { Records: DynamoDbRecord[]; NextShardIterator?: string };
  };
  return {
    read: async (recordsMax) => {
      try {
        const page = await read(recordsMax);
        const last = page.Records.at(-1)?.dynamodb.SequenceNumber;
        if (last !== undefined) from = { type: 'AFTER', sequenceNumber: last };
        iterator = page.NextShardIterator;
        const records = page.Records.map((record) => toRecord(record, shard.streamArn));
        return {
          records: records.filter(({ arrivalMs }) => arrivalMs >= sinceMs),
          ended: iterator === undefined,
        };
      } catch (error) {
        const code = error instanceof ServiceError ? error.code : '';
        if (code === 'TrimmedDataAccessException') from = { type: 'TRIM_HORIZON' };
        else if (code !== 'ExpiredIteratorException') throw error;
        iterator = undefined;
        return { records: [], ended: false };
      }
    },
  };
}

async function iteratorAt(
  call: Call,
  { streamArn, shardId }: { streamArn: string; shardId: string },
  position: ShardPosition,
): Promise<string> {
  const { ShardIterator } = (await call('GetShardIterator', {
    StreamArn: streamArn,
    ShardId: shardId,
    ShardIteratorType: position.type === 'AFTER' ? 'AFTER_SEQUENCE_NUMBER' : position.type,
    ...(position.type === 'AFTER' && { SequenceNumber: position.sequenceNumber }),
  })) as { ShardIterator: string };
  return ShardIterator;
}

function toRecord(record: DynamoDbRecord, streamArn: string): StreamRecord {
  const { SequenceNumber, ApproximateCreationDateTime, Keys } = record.dynamodb;
  return {
    sequenceNumber: SequenceNumber,
    partitionKey: JSON.stringify(bytesToBase64(Keys)),
    arrivalMs: ApproximateCreationDateTime.getTime(),
    data: Buffer.from(JSON.stringify(lambdaRecord(record, streamArn))),
  };
}

/**
 * Time in seconds, binary as base64, the identity's members in lower case.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
function lambdaRecord(record: DynamoDbRecord, eventSourceARN: string): Record<string, unknown> {
  const { ApproximateCreationDateTime, ...rest } = record.dynamodb;
  const { userIdentity } = record;
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: ApproximateCreationDateTime.getTime() / 1000,
      ...(bytesToBase64(rest) as Record<string, unknown>),
    },
    ...(userIdentity !== undefined && {
      userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type },
    }),
    eventSourceARN,
  };
}
