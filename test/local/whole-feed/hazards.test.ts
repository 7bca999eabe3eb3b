import { settings } from '../../../settings';
import { chance } from '../../../local/chance';
import { HAZARDS_OF_ALL } from '../../../local/hazards/hazard-catalogue';
import { drawnHazards } from '../../../local/hazards/hazards';
import { asTimePasses } from '../../support/fake-clock';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { itemCloud, peopleStacks } from '../../support/item-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  beginReading,
  applyScripts,
  DELIVERY_MILLISECONDS,
  execute,
  query,
  startTask,
} from '../../support/whole-feed';

/** A buffer may be held back, and after a reshard the children's records wait for the parent's. */
const DELIVERIES = 5;
const stacks = synthesizedDefinition(settings);
const SEEDS = ['one', 'two', 'three'];
const INVOICES = Array.from({ length: 30 }, (_, at) => 100 + at);
const PLANNED = INVOICES.map((id) => `bill-ready ${String(1000 + (id % 7))} ${String(id)}`).sort();

const allHazards = (seed: string) =>
  drawnHazards(new Set(HAZARDS_OF_ALL), chance(`${seed} hazards`));

/** Whoever calls a service that may refuse tries again. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

async function heldAlerts(cloud: InProcessCloud): Promise<string[]> {
  const { Items } = await persistently(() =>
    cloud.call('dynamodb', 'Scan', { TableName: cloud.feed.alerts.ledgerTable }),
  );
  return (Items as Record<string, { S?: string }>[])
    .filter(({ state }) => state?.S === 'in-doubt' || state?.S === 'not-alerted')
    .map(({ kind, customer_id, invoice_id }) =>
      [kind, customer_id, invoice_id].map((value) => value?.S).join(' '),
    );
}

describe.each(SEEDS)('the SQL Server feed with all hazards on, seed %s', (chanceSeed) => {
  it('has the lake exact, and each alert sent once or in doubt', async () => {
    const hazards = allHazards(chanceSeed);
    const cloud = await inProcessCloud({ stacks, chanceSeed, hazards });
    // A call may hang until a function's time is over.
    await persistently(() => asTimePasses(cloud.clock, applyScripts(cloud)));
    await beginReading(cloud);
    await startTask(cloud);
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    for (const id of INVOICES) {
      await execute(
        cloud,
        `INSERT INTO dbo.invoices VALUES (${String(id)}, ${String(1000 + (id % 7))}, '2022-05-15', '2022-05-30', NULL, 30, '15')`,
      );
      if (id % 5 === 0) await cloud.clock.advance(1300);
    }
    await execute(cloud, "UPDATE dbo.invoices SET balance = '0' WHERE invoice_id % 3 = 0");
    await execute(cloud, 'DELETE FROM dbo.invoices WHERE invoice_id = 104');
    await cloud.clock.advance(3 * DELIVERY_MILLISECONDS);

    const { current } = cloud.feed.lake.views['dbo.invoices']!;
    const lake = await persistently(() =>
      query(cloud, `SELECT invoice_id, balance FROM "${current}" ORDER BY invoice_id`),
    );
    const client = await cloud.sqlClient();
    const { recordset } = await client.query<{ id: number; balance: string | null }>(
      'SELECT invoice_id AS id, CONVERT(varchar(40), balance) AS balance FROM dbo.invoices ORDER BY invoice_id',
    );
    const sent = await alertsByInvoice(cloud);
    const held = await heldAlerts(cloud);
    await cloud.close();

    expect(lake).toEqual(recordset.map(({ id, balance }) => [String(id), balance]));
    expect(new Set(sent).size).toBe(sent.length);
    expect([...new Set([...sent, ...held])].sort()).toEqual(PLANNED);
  }, 300_000);
});

describe.each(SEEDS)('the DynamoDB feed with all hazards on, seed %s', (chanceSeed) => {
  it('has the lake exact', async () => {
    const hazards = allHazards(chanceSeed);
    const cloud = await itemCloud({ stacks: peopleStacks(), chanceSeed, hazards });
    const truth = new Map<string, string>();
    for (let step = 0; step < 120; step += 1) {
      const id = `p${String(step % 40)}`;
      if (step % 9 === 8) {
        await persistently(() => cloud.remove({ id: { S: id } }));
        truth.delete(id);
      } else {
        await persistently(() => cloud.put({ id: { S: id }, step: { N: String(step) } }));
        truth.set(id, String(step));
      }
      await cloud.clock.advance(7);
    }
    for (let delivery = 0; delivery < DELIVERIES; delivery += 1) await cloud.deliver();
    const rows = await persistently(() => cloud.query('SELECT row_json FROM people_current'));
    await cloud.close();

    const shown = rows.map(([json]) => {
      const item = JSON.parse(json ?? '') as { id: { S: string }; step: { N: string } };
      return [item.id.S, item.step.N];
    });
    expect(shown.sort()).toEqual([...truth].sort());
  }, 300_000);
});
