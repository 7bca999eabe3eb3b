import { doJob, type Job, type JobResult } from './job';

const SEEDS = [1, 4, 5, 6, 7, 8, 9, 12];
/** Seen within a few seeds each; `npm run simulate -- --plant all` plants them all. */
const QUICK_FAULTS = ['dms-skips-a-change', 'destination-skips-a-change', 'transform-drops-a-row'];

function runSeed(seed: number, twice: boolean): Promise<JobResult> {
  return doJob({ kind: 'seed', seed, twice, keepLines: false, shrinks: false });
}

describe('a simulated history', () => {
  it.each([2, 3])('does the same again with its seed (%i)', async (seed) => {
    expect((await runSeed(seed, true)).violations).toEqual([]);
  });

  it.each(SEEDS)('leaves every promise kept (seed %i)', async (seed) => {
    expect((await runSeed(seed, false)).violations).toEqual([]);
  });

  it.each(QUICK_FAULTS)('shows a planted fault: %s', async (fault) => {
    const job: Job = { kind: 'plant', fault, from: 1, seedsMax: 20 };
    expect((await doJob(job)).violations).not.toEqual([]);
  });

  it('holds no socket, thread or file open', async () => {
    await runSeed(2, false);

    const kinds = new Set(process.getActiveResourcesInfo());
    for (const kind of [
      'TCPSocketWrap',
      'TCPServerWrap',
      'TLSWrap',
      'MessagePort',
      'FSReqPromise',
    ]) {
      expect([...kinds]).not.toContain(kind);
    }
  });
});
