import type { Storage } from '../../storage/storage';
import { findRecord } from './find-record';
import { loadSegment, segment, type Segment } from './segment';
import type { StoredRecord } from './stream';

/** What a segment holds before the next one begins. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Behind the newest segment, how many are in memory: those that a reader close to the end wants. */
const HELD_SEGMENTS = 3;
/** How many older ones are in memory since somebody reads there. */
const READ_SEGMENTS = 2;

export interface ReadRange {
  /** The first sequence number that is wanted; empty for the oldest. */
  from: string;
  recordsMax: number;
  bytesMax: number;
  /** What arrived before has expired. */
  horizonMs: number;
}

/**
 * A shard's records, oldest first, in segments: the newest are in memory, all are on disk, and the oldest go
 * as wholes. So neither memory nor a log grows with what a stream retains.
 */
export interface ShardRecords {
  /** That the next record takes; never given twice. */
  readonly nextRecordIndex: number;
  readonly lastArrivedMs: number;
  /** Everything that was placed lies in the log. */
  isDurable(): boolean;
  /** Puts a record at the end, in memory; nobody reads it before it is appended. */
  place(record: StoredRecord): void;
  /**
   * Writes what was placed together in this turn of the event loop, after which it can be read. Read before, a
   * record that a crash loses would leave its reader's checkpoint above records still to come.
   */
  append(placed: readonly StoredRecord[]): Promise<void>;
  /** `isAtEnd`: no record that lies in the log follows. */
  read(range: ReadRange): Promise<{ records: StoredRecord[]; isAtEnd: boolean }>;
  /** The first record that arrived then or later. */
  firstAt(arrivedMs: number): Promise<StoredRecord | undefined>;
  /** Forgets segments whose records have all expired; the newest stays, as it tells how far numbers went. */
  trim(horizonMs: number): Promise<void>;
  erase(): Promise<void>;
}

/** `folder` is the shard's own in the storage. */
export async function loadShardRecords(storage: Storage, folder: string): Promise<ShardRecords> {
  const segments: Segment[] = [];
  let nextRecordIndex = 1;
  for (const name of await storage.logs(folder)) {
    const loaded = await loadSegment(name, storage.log(name));
    segments.at(-HELD_SEGMENTS - 1)?.release();
    segments.push(loaded.segment);
    nextRecordIndex = Math.max(nextRecordIndex, loaded.next);
  }
  return shardRecords(storage, folder, { segments, nextRecordIndex });
}

export function shardRecords(
  storage: Storage,
  folder: string,
  found: { segments: Segment[]; nextRecordIndex: number } = { segments: [], nextRecordIndex: 1 },
): ShardRecords {
  const { segments } = found;
  let { nextRecordIndex } = found;
  let lastPlaced = lastOf(segments);
  let durableThrough = lastPlaced?.sequenceNumber ?? '';
  const begin = () => {
    const number = Number(segments.at(-1)?.name.slice(folder.length + 1) ?? 0) + 1;
    const name = `${folder}/${String(number).padStart(SEGMENT_DIGITS, '0')}`;
    const next = segment(name, storage.log(name));
    segments.push(next);
    segments.at(-HELD_SEGMENTS - 2)?.release();
    return next;
  };
  const newest = () => segments.at(-1) ?? begin();
  const recordsOf = segmentReader(segments);
  return {
    get nextRecordIndex() {
      return nextRecordIndex;
    },
    get lastArrivedMs() {
      return lastPlaced?.arrivedMilliseconds ?? 0;
    },
    isDurable: () => (lastPlaced?.sequenceNumber ?? '') <= durableThrough,
    place: (record) => {
      newest().place(record);
      lastPlaced = record;
      nextRecordIndex += 1;
    },
    append: async (placed) => {
      const target = newest();
      try {
        await target.append(placed, nextRecordIndex);
      } catch (error) {
        lastPlaced = lastOf(segments);
        throw error;
      }
      const last = placed.at(-1)?.sequenceNumber ?? '';
      if (last > durableThrough) durableThrough = last;
      if (target.bytes >= SEGMENT_BYTES && target === newest()) begin();
    },
    read: (range) => readRange(segments, { ...range, through: durableThrough, recordsOf }),
    firstAt: async (arrivedMs) => {
      const found = segments.find(({ last }) => last !== undefined && isSince(last, arrivedMs));
      const records = found === undefined ? [] : await recordsOf(found);
      return records[findRecord(records, (record) => isSince(record, arrivedMs))];
    },
    trim: trimmer(storage, segments),
    erase: async () => {
      for (const { name } of segments.splice(0)) await storage.removeLog(name);
    },
  };
}

/** Enough for 4 TB a shard. */
const SEGMENT_DIGITS = 6;

/** Reads segments, and has those in memory freed again that were read longest ago. */
function segmentReader(segments: readonly Segment[]): Reading['recordsOf'] {
  const readLately: Segment[] = [];
  return (wanted) => {
    const isHeld = segments.indexOf(wanted) >= segments.length - 1 - HELD_SEGMENTS;
    if (!isHeld && readLately.at(-1) !== wanted) {
      const known = readLately.indexOf(wanted);
      if (known >= 0) readLately.splice(known, 1);
      readLately.push(wanted);
      if (readLately.length > READ_SEGMENTS) readLately.shift()?.release();
    }
    return wanted.records();
  };
}

function trimmer(storage: Storage, segments: Segment[]): ShardRecords['trim'] {
  let isTrimming = false;
  return async (horizonMs) => {
    if (isTrimming) return;
    isTrimming = true;
    try {
      while (segments.length > 1 && isExpired(segments[0], horizonMs)) {
        const [gone] = segments.splice(0, 1);
        if (gone !== undefined) await storage.removeLog(gone.name);
      }
    } finally {
      isTrimming = false;
    }
  };
}

function lastOf(segments: readonly Segment[]): StoredRecord | undefined {
  return segments.findLast(({ last }) => last !== undefined)?.last;
}

function isSince({ arrivedMilliseconds }: StoredRecord, timeMs: number): boolean {
  return arrivedMilliseconds >= timeMs;
}

function isExpired(candidate: Segment | undefined, horizonMs: number): boolean {
  return candidate?.last === undefined || !isSince(candidate.last, horizonMs);
}

interface Reading extends ReadRange {
  through: string;
  recordsOf: (wanted: Segment) => Promise<readonly StoredRecord[]>;
}

async function readRange(
  segments: readonly Segment[],
  { from, recordsMax, bytesMax, horizonMs, through, recordsOf }: Reading,
): Promise<{ records: StoredRecord[]; isAtEnd: boolean }> {
  const found: StoredRecord[] = [];
  let bytes = 0;
  const isWanted = (record: StoredRecord) =>
    record.sequenceNumber >= from && isSince(record, horizonMs);
  for (const part of segments.filter(({ last }) => last !== undefined && isWanted(last))) {
    const records = await recordsOf(part);
    for (let at = findRecord(records, isWanted); at < records.length; at += 1) {
      const record = records[at];
      if (record === undefined || record.sequenceNumber > through) break;
      bytes += record.data.length;
      if (found.length === recordsMax || bytes > bytesMax)
        return { records: found, isAtEnd: false };
      found.push(record);
    }
  }
  return { records: found, isAtEnd: true };
}
