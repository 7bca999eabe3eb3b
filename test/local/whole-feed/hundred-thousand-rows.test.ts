import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reconcileTable } from '../../../cli/reconcile/reconcile-table';
import type { TableReconciliation } from '../../../cli/reconcile/table-reconciliation';
import { laptopTarget } from '../../../cli/resolve-target';
import { runLaptop, type RunningLaptop } from '../../../cli/run-laptop';
import { silentScreen } from '../../../cli/screen';
import { bringUp } from '../../../cli/steps/bring-up';
import { seedInvoices } from '../../../cli/steps/seed-invoices';
import { closeTarget, relationalTarget, type RelationalTarget } from '../../../cli/target';

const ROWS = 100_000;
const FIRST_ROWS = 10;

describe('a hundred thousand rows in bulk, over the real transports', () => {
  let folder: string;
  let laptop: RunningLaptop;
  let target: RelationalTarget;
  let found: TableReconciliation;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-scale-'));
    const report = () => undefined;
    const feeds = ['billing'];
    laptop = await runLaptop({ directory: folder, feeds, port: 0, sqlPort: 0, fast: 60, report });
    target = relationalTarget(laptopTarget(laptop.state, 'billing'));
    await bringUp(target, silentScreen);
    await seedInvoices(target, silentScreen, {
      plan: { rows: ROWS, seed: 1, highUsage: 0 },
      table: 'dbo.invoices',
      mode: 'bulk',
    });
    do {
      // Over real transports there is no clock to inject.
      await sleep(500);
      const table = target.feed.tables[0]!;
      found = (await reconcileTable(target, silentScreen, { table, waitSeconds: 0 })).result;
    } while (found.lakeRows < ROWS + FIRST_ROWS);
  }, 180_000);

  afterAll(async () => {
    closeTarget(target);
    await laptop.close();
    rmSync(folder, { recursive: true });
  });

  it('are all in the lake, every value of every row', () => {
    expect(found).toMatchObject({
      sourceRows: ROWS + FIRST_ROWS,
      lakeRows: ROWS + FIRST_ROWS,
      exact: true,
      rangesDiffering: 0,
    });
  });

  it('were compared in ranges, none of which holds the table whole', () => {
    expect(found.ranges).toBeGreaterThan(5);
  });
});
