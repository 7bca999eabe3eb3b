import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { settings } from '../../../settings';
import { memoryStorage } from '../../../local/storage/memory-storage';
import { fakeClock } from '../../support/fake-clock';
import { inProcessCloud, QUIET_TURNS, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  loadFeed,
  query,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);
const RUNS = 3;

/** What a person, an application or a crash does to a feed. */
type Step =
  | { kind: 'insert'; customer: number; usage: number }
  | { kind: 'update' | 'delete'; nth: number; balance: number }
  | { kind: 'rolled back'; nth: number }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'stop and resume' | 'restart' | 'kill' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      customer: fc.integer({ min: 1, max: 4 }),
      usage: fc.constantFrom(20, 30, 500),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('update' as const, 'delete' as const),
      nth: fc.nat(20),
      balance: fc.nat(999),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rolled back' as const), nth: fc.nat(20) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.integer({ min: 1, max: 70_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('stop and resume' as const, 'restart' as const, 'kill' as const),
    }),
  },
);

/** A feed and what it must show in the end. */
class World {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tributary-random-'));
  readonly #storage = memoryStorage();
  readonly #abandoned: InProcessCloud[] = [];
  #lives = 0;
  cloud!: InProcessCloud;
  /** Balance by invoice. */
  readonly rows = new Map<number, string | null>();
  readonly billed: number[] = [];

  async begin(startMs?: number): Promise<void> {
    const life = (this.#lives += 1);
    const directory = (of: number) => join(this.#folder, String(of));
    if (life > 1) cpSync(directory(life - 1), directory(life), { recursive: true });
    this.cloud = await inProcessCloud({
      stacks,
      storage: this.#storage,
      clock: fakeClock(startMs, { quietTurns: QUIET_TURNS }),
      dynamodbDirectory: directory(life),
      chanceSeed: `life ${String(life)}`,
    });
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'insert':
        return this.#insert(next);
      case 'update':
      case 'delete':
        return this.#change(next);
      case 'rolled back': {
        const id = this.#existing(next.nth) ?? 1;
        const change = `DELETE FROM dbo.invoices WHERE invoice_id = ${String(id)}`;
        return execute(this.cloud, `BEGIN TRANSACTION; ${change}; ROLLBACK TRANSACTION`);
      }
      case 'wait':
        return this.cloud.clock.advance(next.milliseconds);
      case 'stop and resume':
        return this.#stopAndResume();
      case 'restart':
        await this.cloud.close();
        return this.begin(this.cloud.clock.now());
      case 'kill':
        await this.cloud.clock.settle();
        this.cloud.clock.freeze();
        this.#abandoned.push(this.cloud);
        return this.begin(this.cloud.clock.now());
    }
  }

  async end(): Promise<void> {
    for (const cloud of [...this.#abandoned, this.cloud]) await cloud.close();
    rmSync(this.#folder, { recursive: true });
  }

  #existing(nth: number): number | undefined {
    return [...this.rows.keys()][nth % Math.max(1, this.rows.size)];
  }

  async #insert({ customer, usage }: { customer: number; usage: number }): Promise<void> {
    const id = 1000 + this.billed.length;
    await execute(
      this.cloud,
      `INSERT INTO dbo.invoices VALUES (${String(id)}, ${String(customer)}, '2022-05-15', '2022-05-30', NULL, ${String(usage)}, '15')`,
    );
    this.rows.set(id, null);
    this.billed.push(id);
  }

  async #change(change: { kind: string; nth: number; balance: number }): Promise<void> {
    const id = this.#existing(change.nth);
    if (id === undefined) return;
    const where = `WHERE invoice_id = ${String(id)}`;
    const balance = String(change.balance);
    if (change.kind === 'delete') {
      await execute(this.cloud, `DELETE FROM dbo.invoices ${where}`);
      this.rows.delete(id);
    } else {
      await execute(this.cloud, `UPDATE dbo.invoices SET balance = ${balance} ${where}`);
      this.rows.set(id, balance);
    }
  }

  async #stopAndResume(): Promise<void> {
    const ReplicationTaskArn = this.cloud.feed.dms.taskArn;
    await this.cloud.call('dms', 'StopReplicationTask', { ReplicationTaskArn });
    await this.cloud.call('dms', 'StartReplicationTask', {
      ReplicationTaskArn,
      StartReplicationTaskType: 'resume-processing',
    });
  }
}

async function expectAllArrived(world: World): Promise<void> {
  const { cloud, rows, billed } = world;
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  const { current } = cloud.feed.lake.views['dbo.invoices']!;
  const lake = await query(
    cloud,
    `SELECT invoice_id, balance FROM "${current}" WHERE invoice_id >= 1000 ORDER BY invoice_id`,
  );
  expect(lake).toEqual(
    [...rows].sort(([a], [b]) => a - b).map(([id, balance]) => [String(id), balance]),
  );
  const bills = (await alertsByInvoice(cloud)).filter((alert) => alert.startsWith('bill-ready'));
  expect(bills.map((alert) => Number(alert.split(' ')[2])).sort((a, b) => a - b)).toEqual(billed);
}

describe('whatever happens to a feed', () => {
  it('the lake ends where the source stands, and each insert is alerted once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const world = new World();
        try {
          await world.begin();
          await loadFeed(world.cloud);
          for (const next of steps) await world.take(next);
          await expectAllArrived(world);
        } finally {
          await world.end();
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});
