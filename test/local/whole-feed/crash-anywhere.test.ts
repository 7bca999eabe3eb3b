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
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  execute,
  query,
  startTask,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);

/** Calls that leave something behind. */
const WRITES = /^(Put|Update|Delete|TransactWrite|BatchWrite|Publish)/;
/** Of the eight writes between the stream and the lake: the stream itself, each alert's sending and mark, the end. */
const DEATHS = [0, 2, 3, 5, 6, 8];
/** Longer than a ledger's lease, after which an alert is known to be in doubt. */
const PAST_THE_LEASE = 400_000;

/**
 * From its `nth` write on, no call of the cloud returns. `bury` fails the calls that hang, after which
 * the cloud can be closed.
 */
function dieBeforeWrite({ cloud, clock }: InProcessCloud, nth: number): { bury: () => void } {
  let writes = 0;
  let bury: () => void = () => undefined;
  const buried = new Promise<never>((_, reject) => {
    bury = () => reject(new Error('The cloud died'));
  });
  buried.catch(() => undefined);
  cloud.dispatcher.addGate(({ action }) => {
    if (WRITES.test(action)) writes += 1;
    if (writes <= nth) return undefined;
    clock.freeze();
    return buried;
  });
  return { bury };
}

/** An invoice of unusual usage is inserted; the cloud dies amid the work for it, and another goes on. */
async function goOnAfterDeath(nth: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-crash-'));
  const world = { stacks, storage: memoryStorage() };
  const clock = fakeClock(undefined, { quietTurns: QUIET_TURNS });
  const first = await inProcessCloud({ ...world, clock, dynamodbDirectory: join(folder, 'first') });
  await applyScripts(first);
  await beginReading(first);
  await startTask(first);
  await clock.advance(10_000);
  await execute(
    first,
    "INSERT INTO dbo.invoices VALUES (77, 1219578, '2022-05-15', '2022-05-30', NULL, 500, '250')",
  );
  const { bury } = dieBeforeWrite(first, nth);
  await clock.advance(DELIVERY_MILLISECONDS);

  cpSync(join(folder, 'first'), join(folder, 'second'), { recursive: true });
  const second = await inProcessCloud({
    ...world,
    clock: fakeClock(clock.now(), { quietTurns: QUIET_TURNS }),
    dynamodbDirectory: join(folder, 'second'),
    chanceSeed: 'second',
  });
  await second.clock.advance(PAST_THE_LEASE);
  const { current } = second.feed.lake.views['dbo.invoices']!;
  const found = {
    lake: await query(second, `SELECT monthly_kwh_use FROM "${current}" WHERE invoice_id = 77`),
    alerts: await alertsByInvoice(second),
    inDoubt: await alertsInDoubt(second),
  };
  await second.close();
  bury();
  await first.close();
  rmSync(folder, { recursive: true });
  return found;
}

async function alertsInDoubt(cloud: InProcessCloud): Promise<string[]> {
  const TableName = cloud.feed.alerts.ledgerTable;
  const { Items } = await cloud.call('dynamodb', 'Scan', { TableName });
  return (Items as Record<string, { S?: string }>[])
    .filter(({ state }) => state?.S === 'in-doubt')
    .map(({ kind, customer_id, invoice_id }) =>
      [kind, customer_id, invoice_id].map((value) => value?.S).join(' '),
    );
}

const PLANNED = ['bill-ready 1219578 77', 'usage-above-normal 1219578 77'];

describe.each(DEATHS)('a cloud that dies after %i writes', (nth) => {
  it('loses no row, and sends each alert once or knows it to be in doubt', async () => {
    const { lake, alerts, inDoubt } = await goOnAfterDeath(nth);
    expect(lake).toEqual([['500']]);
    expect(new Set(alerts).size).toBe(alerts.length);
    expect([...new Set([...alerts, ...inDoubt])].sort()).toEqual(PLANNED);
  });
});
