import { loadShardRecords, shardRecords } from '../../../../local/services/kinesis/shard-records';
import type { ShardRecords } from '../../../../local/services/kinesis/shard-records';
import type { StoredRecord } from '../../../../local/services/kinesis/stream';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';

const FOLDER = 'kinesis/s/shardId-000000000000';
const MEGABYTE = 1024 * 1024;
const EVERYTHING = { from: '', recordsMax: 10_000, bytesMax: 1000 * MEGABYTE, horizonMs: 0 };

/** Arrives at its own number, in milliseconds. */
function record(at: number, bytes = MEGABYTE): StoredRecord {
  const sequenceNumber = String(at).padStart(56, '0');
  return { sequenceNumber, partitionKey: 'k', arrivedMilliseconds: at, data: Buffer.alloc(bytes) };
}

async function put(records: ShardRecords, ...placed: StoredRecord[]): Promise<void> {
  for (const one of placed) records.place(one);
  await records.append(placed);
}

async function filled(storage: Storage, count: number): Promise<ShardRecords> {
  const records = shardRecords(storage, FOLDER);
  for (let at = 1; at <= count; at += 1) await put(records, record(at));
  return records;
}

const numbersOf = (records: readonly StoredRecord[]) =>
  records.map(({ sequenceNumber }) => Number(sequenceNumber));

describe('the records of a shard', () => {
  it('lie in logs of four megabytes, and are read over all of them in order', async () => {
    const storage = memoryStorage();
    const records = await filled(storage, 18);

    const read = await records.read(EVERYTHING);

    expect(await storage.logs(FOLDER)).toEqual([1, 2, 3, 4, 5].map((n) => `${FOLDER}/00000${n}`));
    expect(numbersOf(read.records)).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
    expect(read.isAtEnd).toBe(true);
  });

  it('are given from a number on, up to a count and up to so many bytes', async () => {
    const records = await filled(memoryStorage(), 18);
    const from = record(3).sequenceNumber;

    const counted = await records.read({ ...EVERYTHING, from, recordsMax: 4 });
    const weighed = await records.read({ ...EVERYTHING, from, bytesMax: 5 * MEGABYTE });
    const last = await records.read({
      ...EVERYTHING,
      from: record(17).sequenceNumber,
      recordsMax: 2,
    });

    expect(numbersOf(counted.records)).toEqual([3, 4, 5, 6]);
    expect(numbersOf(weighed.records)).toEqual([3, 4, 5, 6, 7]);
    expect([counted.isAtEnd, weighed.isAtEnd, last.isAtEnd]).toEqual([false, false, true]);
  });

  it('are found by their arrival, wherever they lie', async () => {
    const records = await filled(memoryStorage(), 18);

    expect((await records.firstAt(2))?.arrivedMilliseconds).toBe(2);
    expect((await records.firstAt(18))?.arrivedMilliseconds).toBe(18);
    expect(await records.firstAt(19)).toBeUndefined();
  });

  it('are read from a log once for all who ask meanwhile', async () => {
    const inner = memoryStorage();
    let reads = 0;
    const counting: Storage = {
      ...inner,
      log: (name) => {
        const log = inner.log(name);
        return {
          ...log,
          read: () => {
            reads += 1;
            return log.read();
          },
        };
      },
    };
    const records = await filled(counting, 18);

    const both = await Promise.all(
      [1, 2].map(() => records.read({ ...EVERYTHING, recordsMax: 2 })),
    );

    expect(both.map((read) => numbersOf(read.records))).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(reads).toBe(1);
  });

  it('come back after a restart, which numbers on and fills the newest log', async () => {
    const storage = memoryStorage();
    await filled(storage, 6);

    const loaded = await loadShardRecords(storage, FOLDER);
    const { nextRecordIndex } = loaded;
    await put(loaded, record(7));

    expect(nextRecordIndex).toBe(7);
    expect(numbersOf((await loaded.read(EVERYTHING)).records)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await storage.logs(FOLDER)).toHaveLength(2);
  });

  it('leave with their log once all in it have expired, and are not read before', async () => {
    const storage = memoryStorage();
    const records = await filled(storage, 10);

    await records.trim(7);

    expect(await storage.logs(FOLDER)).toEqual([`${FOLDER}/000002`, `${FOLDER}/000003`]);
    expect(numbersOf((await records.read({ ...EVERYTHING, horizonMs: 7 })).records)).toEqual([
      7, 8, 9, 10,
    ]);
  });

  it('keep the newest log, which tells the next number, when all has expired', async () => {
    const storage = memoryStorage();
    const records = await filled(storage, 10);

    await records.trim(100);

    expect((await loadShardRecords(storage, FOLDER)).nextRecordIndex).toBe(11);
  });
});
