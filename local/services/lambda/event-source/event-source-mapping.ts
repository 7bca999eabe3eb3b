import { createHash } from 'node:crypto';
import type { Cloud } from '../../../cloud';
import { withinGrace } from '../../../within-grace';
import { executionRole } from '../execution-role';
import type { FunctionRegistry } from '../function-registry';
import { tryDestination } from '../try-destination';
import type { Checkpoints, OpenWindow } from '../../shard-reader/checkpoints';
import { openCheckpoints } from '../../shard-reader/checkpoints';
import type { DiscardedBatch } from './failure-document';
import { endangeredBatches } from './endangered-batches';
import { dynamoDbSource } from '../../shard-reader/dynamodb-source';
import { followShards } from '../../shard-reader/follow-shards';
import { invokeBatch } from './invoke-batch';
import { kinesisSource } from '../../shard-reader/kinesis-source';
import type { MappingSettings } from './mapping-settings';
import { readShard } from '../../shard-reader/read-shard';
import type { RecordFilter } from './record-filter';
import { recordFilter } from './record-filter';
import type { RecordSource, ShardPosition, StreamRecord } from '../../shard-reader/record-source';
import { sendFailure } from './send-failure';
import type { LaneRecord } from './settle-batch';
import type { ShardLane } from './shard-lane';
import { shardLane } from './shard-lane';
import { shardProgress } from '../../shard-reader/shard-progress';

/** A running mapping; stopping lets the invocations in flight end first. */
export interface RunningMapping {
  stop(): Promise<void>;
}

interface Context {
  cloud: Cloud;
  functions: FunctionRegistry;
  settings: MappingSettings;
  source: RecordSource;
  filter: RecordFilter;
  checkpoints: Checkpoints;
  signal: AbortSignal;
}

/** Lambda polls a shard once a second; while there are records, the next read follows sooner. */
const IDLE_MS = 1000;
const BUSY_MS = 250;
const READ_RECORDS_MAX = 10_000;
/** How much a lane may hold before its reader waits. */
const LANE_RECORDS_MAX = 10_000;

/** Reads the stream as the function's role and gives its records to the function, at least once. */
export async function runMapping(
  cloud: Cloud,
  functions: FunctionRegistry,
  settings: MappingSettings,
): Promise<RunningMapping> {
  const stopping = new AbortController();
  const source = sourceOf(cloud, settings, functions);
  const filter = recordFilter(source, settings.filterPatterns);
  const log = cloud.storage.log(`lambda/event-source-mappings/${settings.uuid}`);
  const { signal } = stopping;
  const checkpoints = await openCheckpoints(log, { clock: cloud.clock, signal });
  const context = { cloud, functions, settings, source, filter, checkpoints, signal };
  const done = followShards({
    source,
    checkpoints,
    start: settings.start,
    clock: cloud.clock,
    signal,
    runShard: (shardId, position) => runShard(context, shardId, position),
    report: (message) => report(context, message),
  });
  return {
    stop: async () => {
      stopping.abort(new Error('the mapping stops'));
      await withinGrace(cloud.clock, done);
    },
  };
}

function sourceOf(
  cloud: Cloud,
  { streamArn, functionName }: MappingSettings,
  functions: FunctionRegistry,
): RecordSource {
  const { dispatcher } = cloud;
  const target = functions.find(functionName).settings;
  const { roleArn } = target;
  const caller = executionRole(cloud, target);
  return streamArn.startsWith('arn:aws:dynamodb:')
    ? dynamoDbSource({ dispatcher, caller, streamArn })
    : kinesisSource({ dispatcher, caller, streamArn, roleArn });
}

async function runShard(context: Context, shardId: string, position: ShardPosition): Promise<void> {
  const { cloud, source, settings, signal, filter } = context;
  const progress = shardProgress();
  const finish = finisher(context, shardId, (finished) => progress.finish(finished));
  const lanes = Array.from({ length: settings.parallelization }, () =>
    startLane(context, shardId, finish),
  );
  const work = Promise.all(lanes.map((lane) => lane.run()));
  work.catch((error: unknown) => {
    if (!signal.aborted) report(context, `shard ${shardId} stands still: ${String(error)}`);
  });
  const take = async (records: StreamRecord[]) => {
    const dropped: StreamRecord[] = [];
    const ofLanes = lanes.map((): LaneRecord[] => []);
    for (const record of records) {
      progress.add(record.sequenceNumber);
      if (!filter(record)) dropped.push(record);
      else ofLanes[laneAt(record, lanes.length)]?.push(laneRecord(source, shardId, record));
    }
    lanes.forEach(({ queue }, at) => queue.push(ofLanes[at] ?? []));
    await finish(dropped);
    if (records.length === 0) lanes.forEach((lane) => lane.endWindowIfOver());
    for (const lane of lanes) {
      while (lane.queue.size() > LANE_RECORDS_MAX) await lane.queue.taken(signal);
    }
  };
  const ended = await readShard({
    cursor: source.open(shardId, position),
    clock: cloud.clock,
    signal,
    recordsMax: READ_RECORDS_MAX,
    intervalMs: (count) => (count === 0 ? IDLE_MS : BUSY_MS),
    take,
    report: (message) => report(context, `shard ${shardId}: ${message}`),
  });
  if (ended) lanes.forEach((lane) => lane.queue.close());
  await work.catch(() => undefined);
}

/** Writes the shard's checkpoint whenever everything up to a record is finished. */
function finisher(
  { checkpoints }: Context,
  shardId: string,
  advance: (sequenceNumbers: readonly string[]) => string | undefined,
) {
  let last: string | undefined;
  let lastWindow: OpenWindow | undefined;
  return async (records: readonly StreamRecord[], window?: OpenWindow) => {
    const reached = advance(records.map(({ sequenceNumber }) => sequenceNumber));
    const windowChanged = lastWindow !== window;
    if (reached === undefined && !windowChanged) return;
    last = reached ?? last;
    lastWindow = window;
    if (last === undefined) return;
    await checkpoints.save(shardId, {
      kind: 'after',
      sequenceNumber: last,
      ...(window !== undefined && { window }),
    });
  };
}

function startLane(
  context: Context,
  shardId: string,
  finish: (records: readonly StreamRecord[], window?: OpenWindow) => Promise<void>,
): ShardLane {
  const { cloud, functions, settings, source, checkpoints, signal } = context;
  const checkpoint = checkpoints.of(shardId);
  return shardLane({
    settings,
    shardId,
    clock: cloud.clock,
    signal,
    openWindow: checkpoint?.kind === 'after' ? checkpoint.window : undefined,
    ...endangeredBatches(cloud, settings, (event) =>
      invokeBatch(functions, settings.functionName, { requestId: cloud.chance.uuid(), event }),
    ),
    writeEvent: (batch, record) => source.writeEvent(batch, shardId, record),
    discard: (batch) => discard(context, { ...batch, shardId }),
    finish,
    report: (message) => report(context, `shard ${shardId}: ${message}`),
  });
}

async function discard(context: Context, batch: DiscardedBatch): Promise<void> {
  const { cloud, functions, settings, source } = context;
  const first = batch.records[0]?.sequenceNumber ?? '';
  const what = `${batch.records.length} records from ${first} of shard ${batch.shardId}`;
  report(context, `${batch.condition}: gives up ${what} after ${batch.invokes} invocations`);
  if (settings.onFailureArn === undefined) return;
  const { settings: target, invokedArn } = functions.find(settings.functionName);
  const caller = executionRole(cloud, target);
  const destination = { arn: settings.onFailureArn, caller, uuid: settings.uuid, source };
  const requestId = batch.requestId === '' ? cloud.chance.uuid() : batch.requestId;
  const complete = { ...batch, requestId, functionArn: batch.functionArn || invokedArn };
  await tryDestination(() => sendFailure(cloud, destination, complete), {
    clock: cloud.clock,
    signal: context.signal,
    lost: (error) => report(context, `${destination.arn} did not take ${what}: ${String(error)}`),
  });
}

function laneRecord(source: RecordSource, shardId: string, record: StreamRecord): LaneRecord {
  // With the comma between two.
  return { kind: 'record', record, bytes: source.eventBytes(shardId, record) + 1 };
}

function laneAt({ partitionKey }: StreamRecord, lanes: number): number {
  if (lanes === 1) return 0;
  return createHash('md5').update(partitionKey).digest().readUInt32BE() % lanes;
}

function report({ cloud, settings }: Context, message: string): void {
  cloud.report({ source: settings.functionName, level: 'warning', message });
}
