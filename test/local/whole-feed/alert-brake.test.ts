import { settings } from '../../../settings';
import type { AlertsRequest } from '../../../wire/alerts-request';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  loadFeed,
} from '../../support/whole-feed';

const { billing } = settings.feeds;
if (billing?.kind !== 'sqlserver') throw new Error('settings.ts has no relational feed');
const braked = {
  ...settings,
  feeds: {
    ...settings.feeds,
    billing: { ...billing, alerts: { ...billing.alerts, perHourMax: 2 } },
  },
};

let cloud: InProcessCloud;

beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(braked) });
  await loadFeed(cloud);
});

afterAll(() => cloud.close());

async function insert(...ids: number[]): Promise<void> {
  const rows = ids.map((id) => `(${id}, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')`);
  await execute(cloud, `INSERT INTO dbo.invoices VALUES ${rows.join(', ')}`);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
}

async function ask(request: AlertsRequest): Promise<unknown> {
  const { Payload } = await cloud.call('lambda', 'Invoke', {
    FunctionName: cloud.feed.alerts.function,
    Payload: Buffer.from(JSON.stringify(request)),
  });
  return JSON.parse(Buffer.from(Payload as Uint8Array).toString());
}

async function held(): Promise<{ alert: string; reason: string }[]> {
  const { Items } = await cloud.call('dynamodb', 'Query', {
    TableName: cloud.feed.alerts.ledgerTable,
    IndexName: 'open-alerts',
    KeyConditionExpression: '#open = :held',
    ExpressionAttributeNames: { '#open': 'open' },
    ExpressionAttributeValues: { ':held': { S: 'held' } },
  });
  return (Items as Record<'alert' | 'reason', { S: string }>[]).map(({ alert, reason }) => ({
    alert: alert.S,
    reason: reason.S,
  }));
}

describe('a feed whose brake allows two alerts an hour', () => {
  it('sends two, holds the others, and sends them once when they are released', async () => {
    await insert(81, 82, 83, 84);
    const beforeRelease = await alertsByInvoice(cloud);
    const alerts = (await held()).map(({ alert }) => alert);
    const first = await ask({ action: 'release', alerts });
    const second = await ask({ action: 'release', alerts });

    expect(beforeRelease).toHaveLength(2);
    expect(first).toEqual({ outcomes: { sent: 2 } });
    expect(second).toEqual({ outcomes: { 'not-held': 2 } });
    expect(await alertsByInvoice(cloud)).toEqual(
      ['81', '82', '83', '84'].map((id) => `bill-ready 1219578 ${id}`),
    );
  });

  it('sends none at all while an operator holds them', async () => {
    await ask({ action: 'hold', reason: 'a bad batch' });

    await insert(85);

    expect((await held()).map(({ reason }) => reason)).toEqual(['An operator holds all alerts']);
    expect(await alertsByInvoice(cloud)).toHaveLength(4);
  });
});
