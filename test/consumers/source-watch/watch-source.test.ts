import { watchSource } from '../../../consumers/source-watch/watch-source';
import type { CapturePositions, CheckFinding } from '../../../wire/database-runner';
import type { SourceWatchState } from '../../../wire/source-watch';

const CHECKPOINT = '00000000000000000010';
const CAPTURE: CapturePositions = {
  newestLsn: '00000000000000000020',
  retentionMinutes: 100,
  tables: [{ table: 'dbo.t', oldestLsn: '00000000000000000001', unreadSeconds: null }],
};
const finding = (kind: CheckFinding['kind'], ok: boolean): CheckFinding => ({
  kind,
  subject: kind,
  ok,
  found: 'found',
  mend: ok ? '' : 'mend',
});

/** A source, its task and the memory of the watch. */
class World {
  now = Date.parse('2026-11-21T12:00:00.000Z');
  status = 'running';
  checkpoint: string | undefined = CHECKPOINT;
  findings: CheckFinding[] = [finding('setup', true)];
  capture = CAPTURE;
  loads: { table: string; startedAt: string }[] = [];
  kept: { state: SourceWatchState; version: number } | undefined;
  /** What another look writes while this one reads the source. */
  overtakenBy: typeof this.kept;
  readonly asked: (string | null)[] = [];
  stops = 0;

  look = () =>
    watchSource({
      now: () => this.now,
      runner: {
        check: () => Promise.resolve(this.findings),
        readPositions: (after) => {
          this.asked.push(after);
          this.kept = this.overtakenBy ?? this.kept;
          this.overtakenBy = undefined;
          return Promise.resolve(this.capture);
        },
      },
      task: {
        describe: () => Promise.resolve({ status: this.status, checkpoint: this.checkpoint }),
        stop: () => {
          this.stops += 1;
          this.status = 'stopped';
          return Promise.resolve();
        },
        finishedLoads: () => Promise.resolve(this.loads),
      },
      memory: {
        read: () => Promise.resolve(this.kept),
        write: (state, version) => {
          if (version !== this.kept?.version) return Promise.resolve(false);
          this.kept = { state, version: (version ?? 0) + 1 };
          return Promise.resolve(true);
        },
      },
    });
}

describe('watchSource', () => {
  it('leaves a feed alone that was never started', async () => {
    const world = new World();
    world.checkpoint = undefined;
    world.findings = [finding('capture-off', false)];

    expect(await world.look()).toMatchObject({ lookedAt: '', findings: [] });
    expect(world.kept).toBeUndefined();
  });

  it('tells what is wrong, and no more', async () => {
    const world = new World();
    world.findings = [finding('setup', true), finding('polling-interval', false)];

    const state = await world.look();

    expect(state.findings).toEqual([finding('polling-interval', false)]);
    expect(world.stops).toBe(0);
    expect(world.asked).toEqual([CHECKPOINT]);
  });

  it('looks again where another look wrote meanwhile, and keeps the gaps of both and why it stopped the task', async () => {
    const world = new World();
    await world.look();
    world.findings = [finding('columns-not-carried', false)];
    const gap = { table: 'dbo.t', from: null, to: CHECKPOINT, foundAt: '2026-11-21T12:00:01.000Z' };
    const other = { ...world.kept!.state, gaps: [gap] };
    world.overtakenBy = { state: other, version: 2 };

    expect(await world.look()).toMatchObject({
      gaps: [gap],
      stoppedBecause: 'columns-not-carried: found',
    });
    expect(world.kept).toMatchObject({ state: { gaps: [gap] }, version: 3 });
    expect(world.stops).toBe(1);
  });

  it('stops a running task in front of columns that would be lost, and a stopped one not', async () => {
    const world = new World();
    world.findings = [finding('columns-not-carried', false)];

    expect(await world.look()).toMatchObject({ stoppedBecause: 'columns-not-carried: found' });
    expect(await world.look()).toMatchObject({ stoppedBecause: null });
    expect(world.stops).toBe(1);
  });

  it('keeps a gap until a load of its table that began later is finished', async () => {
    const world = new World();
    await world.look();
    world.capture = {
      ...CAPTURE,
      newestLsn: '00000000000000000040',
      tables: [{ table: 'dbo.t', oldestLsn: '00000000000000000030', unreadSeconds: null }],
    };

    const found = await world.look();
    const again = await world.look();
    world.loads = [{ table: 'dbo.t', startedAt: '2026-11-21T12:00:01.000Z' }];
    const healed = await world.look();

    expect(found.gaps).toHaveLength(1);
    expect(again.gaps).toEqual(found.gaps);
    expect(healed.gaps).toEqual([]);
  });

  it('tells how much of the retention the oldest unread change has used', async () => {
    const world = new World();
    world.capture = {
      ...CAPTURE,
      tables: [{ ...CAPTURE.tables[0]!, unreadSeconds: 3600 }],
    };

    expect(await world.look()).toMatchObject({ retentionUsedPercent: 60 });
  });

  it('says that it does not know the position, where the checkpoint shows none', async () => {
    const world = new World();
    world.checkpoint = 'checkpoint:V1#27#';

    const { findings } = await world.look();

    expect(findings).toMatchObject([{ kind: 'setup', subject: 'position of the task' }]);
    expect(world.asked).toEqual([null]);
  });
});
