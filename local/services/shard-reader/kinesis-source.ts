import type { Caller, Dispatcher } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { viewBytes } from '../../view-bytes';
import { parseWithNumberTexts } from './number-text';
import type {
  RecordSource,
  ShardCursor,
  ShardInfo,
  ShardPosition,
  StreamRecord,
} from './record-source';

interface KinesisRecord {
  SequenceNumber: string;
  ApproximateArrivalTimestamp: Date;
  Data: Uint8Array;
  PartitionKey: string;
}

interface KinesisShard {
  ShardId: string;
  ParentShardId?: string;
  AdjacentParentShardId?: string;
}

export interface KinesisSourceOptions {
  dispatcher: Dispatcher;
  caller: Caller;
  streamArn: string;
  /** Written into each event as who invoked the function. */
  roleArn: string;
}

/** A Kinesis stream, read through its API as the given caller. */
export function kinesisSource(options: KinesisSourceOptions): RecordSource {
  const { streamArn } = options;
  const region = streamArn.split(':')[3] ?? '';
  const call = (action: string, input: Record<string, unknown>) => {
    const { dispatcher, caller } = options;
    return dispatcher.dispatch({ caller, service: 'kinesis', action, input });
  };
  return {
    streamArn,
    batchInfoName: 'KinesisBatchInfo',
    listShards: () => listShards(call, streamArn),
    open: (shardId, position) => openCursor(call, { streamArn, shardId }, position),
    ...eventWriter(options, region),
    filterableOf: (record) => {
      const metadata = parseWithNumberTexts(`{${metadataJson(record)}}`);
      return { ...(metadata as Record<string, unknown>), ...jsonData(record.data) };
    },
  };
}

/**
 * Only the partition key can hold anything that JSON escapes, and to have long base64 texts searched for it costs
 * as much as the rest.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
function eventWriter(
  { streamArn, roleArn }: KinesisSourceOptions,
  region: string,
): Pick<RecordSource, 'writeEvent' | 'eventBytes'> {
  const tail =
    `"eventName":"aws:kinesis:record","invokeIdentityArn":${JSON.stringify(roleArn)},` +
    `"awsRegion":"${region}","eventSourceARN":${JSON.stringify(streamArn)}}`;
  const opening = (record: StreamRecord) => `{"kinesis":{${metadataJson(record)},"data":"`;
  const closing = (shardId: string, { sequenceNumber }: StreamRecord) =>
    `"},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"${shardId}:${sequenceNumber}",${tail}`;
  const emptyBytes =
    Buffer.byteLength(opening(EMPTY) + closing('', EMPTY)) - String(EMPTY.arrivalMs).length;
  return {
    writeEvent: (batch, shardId, record) =>
      batch.text(opening(record)).base64(record.data).text(closing(shardId, record)),
    eventBytes: (shardId, { partitionKey, sequenceNumber, arrivalMs, data }) =>
      emptyBytes +
      shardId.length +
      Buffer.byteLength(JSON.stringify(partitionKey)) -
      '""'.length +
      2 * sequenceNumber.length +
      String(arrivalMs / 1000).length +
      4 * Math.ceil(data.length / 3),
  };
}

const EMPTY: StreamRecord = {
  sequenceNumber: '',
  partitionKey: '',
  arrivalMs: 0,
  data: new Uint8Array(),
};

type Call = (action: string, input: Record<string, unknown>) => Promise<unknown>;

async function listShards(call: Call, StreamARN: string): Promise<ShardInfo[]> {
  const shards: KinesisShard[] = [];
  let input: Record<string, unknown> = { StreamARN };
  for (;;) {
    const page = (await call('ListShards', input)) as {
      Shards: KinesisShard[];
      NextToken?: string;
    };
    shards.push(...page.Shards);
    if (page.NextToken === undefined) break;
    input = { NextToken: page.NextToken };
  }
  return shards.map(({ ShardId, ParentShardId, AdjacentParentShardId }) => ({
    shardId: ShardId,
    parentIds: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
  }));
}

/** Iterators live five minutes; one that expired is taken again behind the last record read. */
function openCursor(
  call: Call,
  shard: { streamArn: string; shardId: string },
  position: ShardPosition,
): ShardCursor {
  let from = position;
  let iterator: string | undefined;
  return {
    read: async (recordsMax) => {
      iterator ??= await iteratorAt(call, shard, from);
      const input = { ShardIterator: iterator, Limit: recordsMax, StreamARN: shard.streamArn };
      const page = (await call('GetRecords', input).catch((error: unknown) => {
        if (error instanceof ServiceError && error.code === 'ExpiredIteratorException') {
          iterator = undefined;
          return { Records: [], NextShardIterator: '' };
        }
        throw error;
      })) as { Records: KinesisRecord[]; NextShardIterator?: string | null };
      const last = page.Records.at(-1);
      if (last !== undefined) from = { type: 'AFTER', sequenceNumber: last.SequenceNumber };
      const next = page.NextShardIterator ?? undefined;
      if (next !== '') iterator = next;
      return { records: page.Records.map(toRecord), ended: next === undefined };
    },
  };
}

async function iteratorAt(
  call: Call,
  { streamArn, shardId }: { streamArn: string; shardId: string },
  position: ShardPosition,
): Promise<string> {
  const type = position.type === 'AFTER' ? 'AFTER_SEQUENCE_NUMBER' : position.type;
  const { ShardIterator } = (await call('GetShardIterator', {
    StreamARN: streamArn,
    ShardId: shardId,
    ShardIteratorType: type,
    ...(position.type === 'AFTER' && { StartingSequenceNumber: position.sequenceNumber }),
    ...(position.type === 'AT_TIMESTAMP' && { Timestamp: new Date(position.atMs) }),
  })) as { ShardIterator: string };
  return ShardIterator;
}

function toRecord(record: KinesisRecord): StreamRecord {
  return {
    sequenceNumber: record.SequenceNumber,
    partitionKey: record.PartitionKey,
    arrivalMs: record.ApproximateArrivalTimestamp.getTime(),
    data: record.Data,
  };
}

/** Members of `kinesis`, without its braces. */
function metadataJson({ partitionKey, sequenceNumber, arrivalMs }: StreamRecord): string {
  return (
    `"kinesisSchemaVersion":"1.0","partitionKey":${JSON.stringify(partitionKey)},` +
    `"sequenceNumber":"${sequenceNumber}","approximateArrivalTimestamp":${arrivalMs / 1000}`
  );
}

function jsonData(data: Uint8Array): { data?: unknown } {
  try {
    return { data: parseWithNumberTexts(viewBytes(data).toString('utf8')) };
  } catch {
    return {};
  }
}
