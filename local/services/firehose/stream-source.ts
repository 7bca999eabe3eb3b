import type { Cloud } from '../../cloud';
import { openCheckpoints } from '../shard-reader/checkpoints';
import { followShards } from '../shard-reader/follow-shards';
import { kinesisSource } from '../shard-reader/kinesis-source';
import { readShard } from '../shard-reader/read-shard';
import type { ShardPosition, StreamRecord } from '../shard-reader/record-source';
import type { ShardProgress } from '../shard-reader/shard-progress';
import { shardProgress } from '../shard-reader/shard-progress';
import { deliveryRole } from './delivery-role';
import type { DeliverySettings } from './delivery-settings';
import type { RecordOrigin } from './record-origin';
import type { SourceRecord } from './source-record';

/** Firehose calls GetRecords once a second for each shard. */
const READ_INTERVAL_MS = 1000;
const READ_RECORDS_MAX = 10_000;
const DRAIN_POLL_MS = 1000;

/**
 * Reads a Kinesis stream from the moment the delivery stream was made, and after a restart from behind
 * the last record up to which everything is delivered.
 */
export async function streamSource(
  cloud: Cloud,
  settings: DeliverySettings,
  signal: AbortSignal,
): Promise<RecordOrigin> {
  const { source } = settings;
  if (source === undefined) throw new Error(`Expected ${settings.name} to have a stream as source`);
  const checkpoints = await openCheckpoints(
    cloud.storage.log(`firehose/${settings.name}/positions`),
    { clock: cloud.clock, signal },
  );
  const shards = new Map<string, ShardProgress>();
  const stream = sourceOf(cloud, settings.arn, source);
  const report = (message: string) =>
    cloud.report({ source: settings.name, level: 'warning', message });
  const acknowledge = async (shardId: string, sequenceNumbers: readonly string[]) => {
    const reached = shards.get(shardId)?.finish(sequenceNumbers);
    if (reached === undefined) return;
    await checkpoints.save(shardId, { kind: 'after', sequenceNumber: reached });
  };
  return {
    acknowledge: async (records) => {
      for (const [shardId, numbers] of numbersByShard(records)) await acknowledge(shardId, numbers);
    },
    run: (accept) => {
      const runShard = async (shardId: string, position: ShardPosition) => {
        const progress = shardProgress();
        shards.set(shardId, progress);
        const ended = await readShard({
          cursor: stream.open(shardId, position),
          clock: cloud.clock,
          signal,
          recordsMax: READ_RECORDS_MAX,
          intervalMs: () => READ_INTERVAL_MS,
          take: async (records) => {
            for (const { sequenceNumber } of records) progress.add(sequenceNumber);
            for (const record of records) {
              const full = accept(toSourceRecord(shardId, record));
              if (full !== undefined) await full;
            }
          },
          report,
        });
        const isOpen = () => ended && progress.pending() > 0 && !signal.aborted;
        while (isOpen()) await cloud.clock.wait(DRAIN_POLL_MS, signal).catch(() => undefined);
      };
      return followShards({
        source: stream,
        checkpoints,
        start: { type: 'LATEST' },
        clock: cloud.clock,
        signal,
        runShard,
        report,
      });
    },
  };
}

function numbersByShard(records: readonly SourceRecord[]): Map<string, string[]> {
  const byShard = new Map<string, string[]>();
  for (const { shardId, sequenceNumber } of records) {
    const ofShard = byShard.get(shardId);
    if (ofShard === undefined) byShard.set(shardId, [sequenceNumber]);
    else ofShard.push(sequenceNumber);
  }
  return byShard;
}

function sourceOf(
  cloud: Cloud,
  sourceArn: string,
  { streamArn, roleArn }: { streamArn: string; roleArn: string },
) {
  const session = 'AWSFirehoseToKinesis';
  const caller = deliveryRole(cloud, sourceArn, { roleArn, session });
  return kinesisSource({ dispatcher: cloud.dispatcher, caller, streamArn, roleArn });
}

/** A record that is not aggregated has the id of its sequence number and sub-sequence zero. */
function toSourceRecord(
  shardId: string,
  { sequenceNumber, partitionKey, arrivalMs, data }: StreamRecord,
): SourceRecord {
  const recordId = `${sequenceNumber}000000`;
  return { recordId, shardId, sequenceNumber, partitionKey, arrivalMs, data };
}
