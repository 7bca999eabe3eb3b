import type { Cloud } from '../../cloud';
import type { Log } from '../../storage/storage';
import {
  SHARD_READ_BYTES_PER_SECOND,
  SHARD_READ_CALLS_PER_SECOND,
  SHARD_WRITE_BYTES_PER_SECOND,
  SHARD_WRITE_RECORDS_PER_SECOND,
} from './limits';
import { createRateLimit } from './rate-limit';
import { loadShardRecords, shardRecords, type ShardRecords } from './shard-records';
import type { Shard, ShardState, Stream, StreamState } from './stream';

/** All streams by name, kept through restarts. */
export interface StreamStore {
  /** Resolves once everything of the last run is loaded; every operation waits for it. */
  ready(): Promise<Map<string, Stream>>;
  /** Keeps the stream's state and its shards', after any change to them. */
  save(stream: Stream): Promise<void>;
  remove(stream: Stream): Promise<void>;
  createShard(stream: StreamState, shard: ShardState): Shard;
}

interface Saved {
  saved: StreamState;
  shards: SavedShard[];
}
type Entry = Saved | { removed: string };
type SavedShard = Omit<ShardState, 'range'> & { range: [string, string] };

export function createStreamStore(cloud: Cloud): StreamStore {
  const log = cloud.storage.log('kinesis/streams');
  let loading: Promise<Map<string, Stream>> | undefined;
  const shardOf = (state: ShardState, records: ShardRecords): Shard => ({
    state,
    records,
    writeBytes: createRateLimit(SHARD_WRITE_BYTES_PER_SECOND),
    writeRecords: createRateLimit(SHARD_WRITE_RECORDS_PER_SECOND),
    readBytes: createRateLimit(SHARD_READ_BYTES_PER_SECOND),
    readCalls: createRateLimit(SHARD_READ_CALLS_PER_SECOND),
  });
  const createShard = (stream: StreamState, state: ShardState) =>
    shardOf(state, shardRecords(cloud.storage, shardFolder(stream, state)));
  const loadShard = async (stream: StreamState, state: ShardState) =>
    shardOf(state, await loadShardRecords(cloud.storage, shardFolder(stream, state)));
  const ready = () => (loading ??= cloud.clock.track(loadStreams(log, loadShard)));
  const append = (entry: Entry) => log.append(Buffer.from(JSON.stringify(entry)));
  return {
    ready,
    createShard,
    save: (stream) =>
      append({ saved: stream.state, shards: stream.shards.map(({ state }) => toSaved(state)) }),
    remove: async (stream) => {
      await append({ removed: stream.state.name });
      await Promise.all(stream.shards.map((shard) => shard.records.erase()));
    },
  };
}

async function loadStreams(
  log: Log,
  loadShard: (stream: StreamState, shard: ShardState) => Promise<Shard>,
): Promise<Map<string, Stream>> {
  const last = new Map<string, Saved>();
  for await (const bytes of log.read()) {
    const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as Entry;
    if ('removed' in entry) last.delete(entry.removed);
    else last.set(entry.saved.name, entry);
  }
  await log.rewrite([...last.values()].map((entry) => Buffer.from(JSON.stringify(entry))));
  const streams = new Map<string, Stream>();
  for (const { saved, shards } of last.values()) {
    const loaded = await Promise.all(shards.map((state) => loadShard(saved, fromSaved(state))));
    streams.set(saved.name, { state: saved, shards: loaded });
  }
  return streams;
}

function shardFolder({ name }: StreamState, { id }: ShardState): string {
  return `kinesis/${encodeURIComponent(name).replaceAll('.', '-dot-')}/${id}`;
}

function toSaved(state: ShardState): SavedShard {
  return { ...state, range: [state.range.start.toString(), state.range.end.toString()] };
}

function fromSaved({ range: [start, end], ...state }: SavedShard): ShardState {
  return { ...state, range: { start: BigInt(start), end: BigInt(end) } };
}
