import { settings } from '../../../settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  loadFeed,
  query,
} from '../../support/whole-feed';

let cloud: InProcessCloud;

/** An invoice is alerted, another is inserted while the task is stopped, and the tables are loaded anew. */
beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await loadFeed(cloud);
  await execute(cloud, invoice(77));
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  const ReplicationTaskArn = cloud.feed.dms.taskArn;
  await cloud.call('dms', 'StopReplicationTask', { ReplicationTaskArn });
  await execute(cloud, invoice(78));
  await execute(cloud, 'UPDATE dbo.invoices SET balance = 3 WHERE invoice_id = 3');
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  await cloud.call('dms', 'StartReplicationTask', {
    ReplicationTaskArn,
    StartReplicationTaskType: 'reload-target',
  });
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
});

afterAll(() => cloud.close());

function invoice(id: number): string {
  return `INSERT INTO dbo.invoices VALUES (${String(id)}, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')`;
}

describe('a reload of the tables', () => {
  it('pages nobody again', async () => {
    expect(await alertsByInvoice(cloud)).toEqual(['bill-ready 1219578 77']);
  });

  it('lists the insert that came by it alone as not alerted', async () => {
    const { Items } = await cloud.call('dynamodb', 'Scan', {
      TableName: cloud.feed.alerts.ledgerTable,
    });

    const listed = (Items as Record<string, { S?: string }>[]).filter(
      ({ state }) => state?.S === 'not-alerted',
    );
    expect(listed.map(({ invoice_id }) => invoice_id?.S)).toEqual(['78']);
  });

  it('brings the lake to where the source stands', async () => {
    const { current } = cloud.feed.lake.views['dbo.invoices']!;
    const rows = await query(cloud, `SELECT invoice_id, balance FROM "${current}" ORDER BY 1`);

    expect(rows).toEqual([
      ['1', '25'],
      ['2', null],
      ['3', '3'],
      ...['4', '5', '6', '7', '8', '9', '10', '77', '78'].map((id) => [id, null]),
    ]);
  });
});
