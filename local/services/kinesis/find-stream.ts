import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import type { Shard, Stream } from './stream';

export interface StreamReference {
  StreamName?: string | undefined;
  StreamARN?: string | undefined;
}

export function streamArn(cloud: Cloud, name: string): string {
  return `arn:aws:kinesis:${cloud.region}:${cloud.account}:stream/${name}`;
}

export function referredName({ StreamName, StreamARN }: StreamReference): string {
  const name = StreamName ?? StreamARN?.slice(StreamARN.indexOf('/') + 1);
  if (name !== undefined) return name;
  throw new ServiceError('ValidationException', 'Either StreamName or StreamARN must be provided.');
}

export function findStream(
  streams: Map<string, Stream>,
  reference: StreamReference,
  cloud: Cloud,
): Stream {
  const name = referredName(reference);
  const stream = streams.get(name);
  if (stream !== undefined) return stream;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Stream ${name} under account ${cloud.account} not found.`,
  );
}

export function findShard(stream: Stream, shardId: string, cloud: Cloud): Shard {
  const shard = stream.shards.find(({ state }) => state.id === shardId);
  if (shard !== undefined) return shard;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Shard ${shardId} in stream ${stream.state.name} under account ${cloud.account} does not exist`,
  );
}
