import type { DynamoDb } from '../dynamodb/service';
import type { TableStream } from '../dynamodb/table-streams';
import { encodeIterator } from './shard-iterator';
import { streamRecord, type StreamRecord } from './stream-record';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
export const RECORDS_MAX = 1000;
const BYTES_MAX = 1024 * 1024;

interface Page {
  Records: StreamRecord[];
  /** Absent once the stream was switched off and all of it is read. */
  NextShardIterator?: string;
}

export async function getRecords(
  { cloud, streams }: DynamoDb,
  stream: TableStream,
  { after, recordsMax }: { after: string; recordsMax: number },
): Promise<Page> {
  const changes = await streams.read(stream, { after, changesMax: recordsMax });
  const found = changes.map((change) => streamRecord(change, stream, cloud.region));
  const Records = withinBytes(found);
  const reached = Records.at(-1)?.dynamodb.SequenceNumber ?? after;
  const isFinished = !stream.isEnabled && Records.length === 0;
  if (isFinished) return { Records };
  const position = { streamArn: stream.arn, after: reached };
  return { Records, NextShardIterator: encodeIterator(position, cloud.clock.now()) };
}

/** At least one, and as many as a page takes. */
function withinBytes(records: StreamRecord[]): StreamRecord[] {
  let bytes = 0;
  const tooMany = records.findIndex(({ dynamodb }, at) => {
    bytes += dynamodb.SizeBytes;
    return at > 0 && bytes > BYTES_MAX;
  });
  return tooMany === -1 ? records : records.slice(0, tooMany);
}
