import type { Log } from '../../storage/storage';
import { viewBytes } from '../../view-bytes';
import { decodeEntry, encodeEntry, type Take } from './record-entry';
import type { StoredRecord } from './stream';

/** A stretch of a shard's records in a log of its own. Only the shard's newest one grows. */
export interface Segment {
  /** Of its log. */
  readonly name: string;
  /** Of the data that was placed in it. */
  readonly bytes: number;
  readonly last: StoredRecord | undefined;
  /** In memory at once; the log has it after `append`. */
  place(record: StoredRecord): void;
  /** Writes what was placed together. Where that fails, the records are taken out again. */
  append(placed: readonly StoredRecord[], nextRecordIndex: number): Promise<void>;
  /** All its records, oldest first. */
  records(): Promise<readonly StoredRecord[]>;
  /** Frees its memory where the log has everything; whoever asks for records then has them read from there. */
  release(): void;
}

/** Memory is asked for in pieces of at least so much. */
const PIECE_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

export function segment(name: string, log: Log): Segment {
  let held: StoredRecord[] | undefined = [];
  let last: StoredRecord | undefined;
  let bytes = 0;
  let appending = 0;
  let isReleased = false;
  let reading: Promise<readonly StoredRecord[]> | undefined;
  const memory = piecewise();
  const freeIfReleased = () => {
    if (isReleased && appending === 0) held = undefined;
  };
  const read = async () => {
    const found = (await readSegment(log)).records;
    held = found;
    // It may have been released while it was read.
    freeIfReleased();
    return found;
  };
  return {
    name,
    get bytes() {
      return bytes;
    },
    get last() {
      return last;
    },
    place: (record) => {
      held?.push(record);
      last = record;
      bytes += record.data.length;
    },
    append: async (placed, nextRecordIndex) => {
      appending += 1;
      try {
        await log.append(encodeEntry(placed, nextRecordIndex, memory.take));
      } catch (error) {
        const lost = new Set(placed);
        held = held?.filter((record) => !lost.has(record));
        last = held?.at(-1);
        throw error;
      } finally {
        appending -= 1;
        freeIfReleased();
      }
    },
    records: async () => {
      isReleased = false;
      if (held !== undefined) return held;
      // Readers that come meanwhile wait for the same.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    release: () => {
      isReleased = true;
      memory.letGo();
      freeIfReleased();
    },
  };
}

function piecewise(): { take: Take; letGo(): void } {
  let free = NOTHING;
  return {
    take: (bytes) => {
      if (bytes > free.length) free = Buffer.allocUnsafeSlow(Math.max(bytes, PIECE_BYTES));
      const taken = free.subarray(0, bytes);
      free = free.subarray(bytes);
      return taken;
    },
    letGo: () => {
      free = NOTHING;
    },
  };
}

/** What a restart finds: the segment, and the index that the record behind it takes. */
export async function loadSegment(
  name: string,
  log: Log,
): Promise<{ segment: Segment; next: number }> {
  const { records, next } = await readSegment(log);
  const loaded = segment(name, log);
  for (const record of records) loaded.place(record);
  return { segment: loaded, next };
}

async function readSegment(log: Log): Promise<{ records: StoredRecord[]; next: number }> {
  const records: StoredRecord[] = [];
  let next = 1;
  for await (const entry of log.read()) {
    const decoded = decodeEntry(viewBytes(entry));
    records.push(...decoded.records);
    next = decoded.next;
  }
  return { records, next };
}
