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

/** The records that one call put into a shard, as one entry of a log. */
export function encodeEntry(records: readonly StoredRecord[], next: number): Uint8Array {
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
