import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settings } from '../../../settings';
import { memoryStorage } from '../../../local/storage/memory-storage';
import { fakeClock } from '../../support/fake-clock';
import { inProcessCloud, QUIET_TURNS, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  query,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);

function insert(invoiceId: number, customerId: number): string {
  return `INSERT INTO dbo.invoices VALUES (${String(invoiceId)}, ${String(customerId)}, '2022-05-15', '2022-05-30', NULL, 30, '15')`;
}

/**
 * Makes changes, ends the cloud after a while, goes on over the same storage, and makes another change.
 * `killed` leaves the first cloud where it stands: its clock stops, and nothing is written any more.
 */
async function endAndGoOn(way: 'stopped' | 'killed', milliseconds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-restart-'));
  const world = { stacks, storage: memoryStorage() };
  const clock = fakeClock(undefined, { quietTurns: QUIET_TURNS });
  // DynamoDB alone keeps its items outside of storage, in files that one process may open at a time.
  const items = { before: join(folder, 'before'), after: join(folder, 'after') };
  try {
    const first = await inProcessCloud({ ...world, clock, dynamodbDirectory: items.before });
    await loadFeed(first);
    await execute(first, insert(77, 1219578));
    await execute(first, 'UPDATE dbo.invoices SET balance = 7 WHERE invoice_id = 2');
    await clock.advance(milliseconds);
    if (way === 'stopped') await first.close();
    cpSync(items.before, items.after, { recursive: true });

    const second = await inProcessCloud({
      ...world,
      clock: fakeClock(clock.now(), { quietTurns: QUIET_TURNS }),
      dynamodbDirectory: items.after,
      chanceSeed: 'second',
    });
    await execute(second, insert(78, 1365142));
    await second.clock.advance(DELIVERY_MILLISECONDS);
    const found = await whatStands(second);
    await second.close();
    if (way === 'killed') await first.close();
    return { ...found, troubles: [...first.troubles, ...second.troubles] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function whatStands(cloud: InProcessCloud) {
  const current = cloud.feed.lake.views['dbo.invoices']!.current;
  const loads = (await lakeLines(cloud)).filter(({ operation }) => operation === 'load');
  return {
    alerts: await alertsByInvoice(cloud),
    invoices: await query(
      cloud,
      `SELECT invoice_id, balance FROM "${current}" ORDER BY CAST(invoice_id AS integer)`,
    ),
    loads: loads.length,
  };
}

describe.each([
  ['stopped', 0],
  ['killed', 0],
  ['killed', 1500],
  ['killed', 65_000],
] as const)('a cloud %s %i ms after a change goes on and', (way, milliseconds) => {
  let found: Awaited<ReturnType<typeof endAndGoOn>>;

  beforeAll(async () => {
    found = await endAndGoOn(way, milliseconds);
  });

  it('loses no row and doubles none', () => {
    expect(found.invoices).toEqual([
      ['1', '25'],
      ['2', '7'],
      ...['3', '4', '5', '6', '7', '8', '9', '10', '77', '78'].map((id) => [id, null]),
    ]);
  });

  it('sends each alert once', () => {
    expect(found.alerts).toEqual(['bill-ready 1219578 77', 'bill-ready 1365142 78']);
  });

  it('does not load the tables again', () => {
    expect(found.loads).toBe(10);
  });

  it('reports no trouble', () => {
    expect(found.troubles).toEqual([]);
  });
});
