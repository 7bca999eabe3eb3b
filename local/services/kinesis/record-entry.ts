import type { StoredRecord } from './stream';

/** `records`: sequence number, partition key, arrival, bytes of data; the data follows the header. */
interface EntryHeader {
  /** The index that the next record takes. */
  next: number;
  records: [
    sequenceNumber: string,
    partitionKey: string,
    arrivedMilliseconds: number,
    bytes: number,
  ][];
}

/** Gives so many bytes of memory. */
export type Take = (bytes: number) => Buffer;

/**
 * The records that one call put into a shard, as one entry of a log. Their data lie in the entry's memory from then
 * on: what they came in is shared with much that lives shorter, and would be kept with them.
 */
export function encodeEntry(records: readonly StoredRecord[], next: number, take: Take): Buffer {
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
  const bytes = records.reduce((sum, { data }) => sum + data.length, 4 + text.length);
  const entry = take(bytes);
  let offset = entry.writeUInt32BE(text.length);
  offset += text.copy(entry, offset);
  for (const record of records) {
    const data = entry.subarray(offset, offset + record.data.length);
    data.set(record.data);
    record.data = data;
    offset += data.length;
  }
  return entry;
}

/** The records lie in the entry's own memory. */
export function decodeEntry(entry: Buffer): { records: StoredRecord[]; next: number } {
  const headerEnd = 4 + entry.readUInt32BE(0);
  const header = JSON.parse(entry.toString('utf8', 4, headerEnd)) as EntryHeader;
  let offset = headerEnd;
  const records = header.records.map(
    ([sequenceNumber, partitionKey, arrivedMilliseconds, bytes]): StoredRecord => {
      const data = entry.subarray(offset, offset + bytes);
      offset += bytes;
      return { sequenceNumber, partitionKey, data, arrivedMilliseconds };
    },
  );
  return { records, next: header.next };
}
