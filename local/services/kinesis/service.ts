import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import { createStream } from './create-stream';
import { describeOperations } from './describe-stream';
import { getRecords } from './get-records';
import { getShardIterator } from './get-shard-iterator';
import type { KinesisContext } from './kinesis-operation';
import { listShards } from './list-shards';
import { putOperations } from './put-records';
import { reshardOperations } from './reshard-operations';
import { streamOperations } from './stream-operations';
import { createStreamStore } from './stream-store';
import { tagOperations } from './tag-operations';

export interface Kinesis {
  service: LocalService;
  /**
   * Wakes a local consumer after records were put, so that it need not poll; it still reads through
   * dispatch. Returns how to stop.
   */
  onAppend(streamArn: string, listener: () => void): () => void;
}

/** Kinesis Data Streams without consumers of their own (enhanced fan-out), which nothing here uses. */
export function createKinesis(cloud: Cloud): Kinesis {
  const listeners = new Map<string, Set<() => void>>();
  const context: KinesisContext = {
    cloud,
    store: createStreamStore(cloud),
    appended: (arn) => listeners.get(arn)?.forEach((listener) => listener()),
  };
  return {
    service: {
      name: 'kinesis',
      operations: {
        CreateStream: createStream(context),
        ListShards: listShards(context),
        GetShardIterator: getShardIterator(context),
        GetRecords: getRecords(context),
        ...putOperations(context),
        ...describeOperations(context),
        ...streamOperations(context),
        ...reshardOperations(context),
        ...tagOperations(context),
      },
    },
    onAppend: (streamArn, listener) => {
      const together = listeners.get(streamArn) ?? new Set();
      listeners.set(streamArn, together.add(listener));
      return () => together.delete(listener);
    },
  };
}
