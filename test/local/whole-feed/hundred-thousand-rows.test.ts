import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reconcileTable, type TableReconciliation } from '../../../cli/reconcile/reconcile-table';
import { laptopTarget, type Target } from '../../../cli/resolve-target';
import { runLaptop, type RunningLaptop } from '../../../cli/run-laptop';
import { silentScreen } from '../../../cli/screen';
import { bringUp } from '../../../cli/steps/bring-up';
import { seedInvoices } from '../../../cli/steps/seed-invoices';

const ROWS = 100_000;
const FIRST_ROWS = 10;

describe('a hundred thousand rows in bulk, over the real transports', () => {
  let folder: string;
  let laptop: RunningLaptop;
  let target: Target;
  let found: TableReconciliation;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-scale-'));
    const report = () => undefined;
    laptop = await runLaptop({ directory: folder, port: 0, sqlPort: 0, fast: 60, report });
    target = laptopTarget(laptop.state, 'billing');
    await bringUp(target, silentScreen);
    await seedInvoices(target, silentScreen, {
      plan: { rows: ROWS, seed: 1, highUsage: 0 },
      table: 'dbo.invoices',
      mode: 'bulk',
    });
    do {
      // Over real transports there is no clock to inject.
      await sleep(500);
      found = await reconcileTable(target, silentScreen, target.feed.tables[0]!);
    } while (found.lakeRows < ROWS + FIRST_ROWS);
  }, 180_000);

  afterAll(async () => {
    target.clients.destroy();
    await laptop.close();
    rmSync(folder, { recursive: true });
  }, 30_000);

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
