import { readShard } from '../../../../local/services/shard-reader/read-shard';
import { fakeClock } from '../../../support/fake-clock';

/** When a shard is read that gives nothing, and whose reader takes so long with each answer. */
async function readsWithin(seconds: number, takeMs: number): Promise<number[]> {
  const clock = fakeClock();
  const stopping = new AbortController();
  const startedMs = clock.now();
  const reads: number[] = [];
  const reading = readShard({
    cursor: {
      read: () => {
        reads.push(clock.now() - startedMs);
        return Promise.resolve({ records: [], ended: false });
      },
    },
    clock,
    signal: stopping.signal,
    recordsMax: 10,
    intervalMs: () => 1000,
    take: () => (takeMs === 0 ? Promise.resolve() : clock.wait(takeMs, stopping.signal)),
    report: () => undefined,
  });
  await clock.advance(1000 * seconds);
  stopping.abort();
  await reading;
  return reads;
}

describe('the reader of a shard', () => {
  it.each([0, 600, 1000])('reads each interval, where the records take %i ms', async (takeMs) => {
    expect(await readsWithin(3, takeMs)).toEqual([0, 1000, 2000, 3000]);
  });

  it('reads as soon as it can where the records take longer', async () => {
    expect(await readsWithin(4, 1500)).toEqual([0, 1500, 3000]);
  });
});
