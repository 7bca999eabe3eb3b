import type { Log } from '../../storage/storage';
import type { StoredRecord } from './stream';

/** A shard's records on disk: one entry per call that put some, its records together. */
export interface ShardLog {
  append(records: readonly StoredRecord[], nextRecordIndex: number): Promise<void>;
  /** Every record, and the index that the next one takes. */
  load(): Promise<{ records: StoredRecord[]; nextRecordIndex: number }>;
  /** Forgets all other records, never the index. */
  keepOnly(records: readonly StoredRecord[], nextRecordIndex: number): Promise<void>;
  erase(): Promise<void>;
}

/** `records`: sequence number, partition key, arrival, bytes of data; the data follows the header. */
interface EntryHeader {
  next: number;
  records: [
    sequenceNumber: string,
    partitionKey: string,
    arrivedMilliseconds: number,
    bytes: number,
  ][];
}

const KEPT_RECORDS_PER_ENTRY = 500;

export function shardLog(log: Log): ShardLog {
  return {
    append: (records, next) => log.append(encodeEntry(records, next)),
    load: async () => {
      const records: StoredRecord[] = [];
      let nextRecordIndex = 1;
      for await (const entry of log.read()) {
        nextRecordIndex = decodeEntry(Buffer.from(entry), records).next;
      }
      return { records, nextRecordIndex };
    },
    keepOnly: (records, next) => log.rewrite(encodeEntries(records, next)),
    erase: () => log.rewrite([]),
  };
}

function encodeEntries(records: readonly StoredRecord[], next: number): Uint8Array[] {
  const entries = [encodeEntry([], next)];
  for (let start = 0; start < records.length; start += KEPT_RECORDS_PER_ENTRY) {
    entries.push(encodeEntry(records.slice(start, start + KEPT_RECORDS_PER_ENTRY), next));
  }
  return entries;
}

function encodeEntry(records: readonly StoredRecord[], next: number): Uint8Array {
  const header: EntryHeader = {
    next,
    records: records.map((record) => [
      record.sequenceNumber,
      record.partitionKey,
      record.arrivedMilliseconds,
      record.data.length,
    ]),
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, ...records.map(({ data }) => data)]);
}

function decodeEntry(entry: Buffer, into: StoredRecord[]): EntryHeader {
  const headerEnd = 4 + entry.readUInt32BE(0);
  const header = JSON.parse(entry.toString('utf8', 4, headerEnd)) as EntryHeader;
  let offset = headerEnd;
  for (const [sequenceNumber, partitionKey, arrivedMilliseconds, bytes] of header.records) {
    const data = new Uint8Array(entry.subarray(offset, offset + bytes));
    into.push({ sequenceNumber, partitionKey, data, arrivedMilliseconds });
    offset += bytes;
  }
  return header;
}
