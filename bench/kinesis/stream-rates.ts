import { createHash, randomUUID } from 'node:crypto';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { clientConfig, http1 } from '../../test/peers/sdk-call';
import { streamActive } from '../../test/peers/stream-active';
import { rowsPerSecond } from '../rounds';

export interface StreamLoad {
  recordBytes: number;
  records: number;
}

const SHARDS = 4;
const BATCH_RECORDS = 500;
const CALLS_AT_ONCE = 4;
/** Once through takes the quickest server some fifty milliseconds. */
export const TIMES_READ = 10;

interface NewRecord {
  PartitionKey: string;
  Data: Uint8Array;
}

/** Records a second into a new stream and out of it; throws where what is read is not what was put. */
export async function streamRates(
  url: string,
  { recordBytes, records }: StreamLoad,
): Promise<{ put: number; get: number }> {
  const client = new KinesisClient({ ...clientConfig(url), ...http1() });
  const StreamName = `bench-${randomUUID()}`;
  const all = Array.from({ length: records }, (_, index): NewRecord => ({
    PartitionKey: `key-${index % 1000}`,
    Data: Buffer.alloc(recordBytes, `${index} of the records of this stream; `),
  }));
  try {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: SHARDS }));
    await streamActive(new KinesisClient({ ...clientConfig(url), ...http1() }), StreamName);
    const put = await rowsPerSecond(records, () => putAll(client, StreamName, all));
    // Not counted: a new client takes a hundred milliseconds to warm up, as long as the quickest server takes for two.
    const reads = [await readAll(client, StreamName, records)];
    const get = await rowsPerSecond(TIMES_READ * records, async () => {
      while (reads.length <= TIMES_READ) reads.push(await readAll(client, StreamName, records));
    });
    const wanted = digest(all.map(({ Data }) => Data));
    if (reads.some((read) => digest(read) !== wanted))
      throw new Error(`${url} does not give back what was put`);
    return { put, get };
  } finally {
    await client.send(new DeleteStreamCommand({ StreamName }));
    client.destroy();
  }
}

async function putAll(client: KinesisClient, StreamName: string, all: NewRecord[]): Promise<void> {
  const batches: NewRecord[][] = [];
  for (let at = 0; at < all.length; at += BATCH_RECORDS)
    batches.push(all.slice(at, at + BATCH_RECORDS));
  const lane = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const reply = await client.send(new PutRecordsCommand({ StreamName, Records: batch }));
      if ((reply.FailedRecordCount ?? 0) > 0) throw new Error('A record was refused');
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane));
}

async function readAll(
  client: KinesisClient,
  StreamName: string,
  records: number,
): Promise<Uint8Array[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  const counted = { left: records };
  const shards = await Promise.all(
    Shards.map(({ ShardId = '' }) => readShard(client, { StreamName, ShardId }, counted)),
  );
  return shards.flat();
}

/** Until every shard together has given all. */
async function readShard(
  client: KinesisClient,
  shard: { StreamName: string; ShardId: string },
  counted: { left: number },
): Promise<Uint8Array[]> {
  const read: Uint8Array[] = [];
  const { ShardIterator: first } = await client.send(
    new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  for (let next = first; next !== undefined && counted.left > 0;) {
    const reply = await client.send(new GetRecordsCommand({ ShardIterator: next }));
    for (const { Data = new Uint8Array() } of reply.Records ?? []) read.push(Data);
    counted.left -= reply.Records?.length ?? 0;
    next = reply.NextShardIterator;
  }
  return read;
}

/** Whatever the order between shards. */
function digest(payloads: readonly Uint8Array[]): string {
  const hashes = payloads.map((bytes) => createHash('sha1').update(bytes).digest('hex')).sort();
  return createHash('sha1').update(hashes.join()).digest('hex');
}
