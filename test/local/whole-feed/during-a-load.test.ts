import { settings } from '../../../settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  startTask,
  type LakeLine,
} from '../../support/whole-feed';

let cloud: InProcessCloud;
let lines: LakeLine[];

/** The changes commit when the task has sent the load's control records and not yet read a row. */
beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await applyScripts(cloud);
  await beginReading(cloud);
  let puts = 0;
  cloud.cloud.dispatcher.addGate(async ({ action }) => {
    if (action !== 'PutRecords' || ++puts !== 1) return;
    await execute(
      cloud,
      `INSERT INTO dbo.invoices VALUES (77, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15');
       UPDATE dbo.invoices SET balance = 7 WHERE invoice_id = 2;
       DELETE FROM dbo.invoices WHERE invoice_id = 3`,
    );
  });
  await startTask(cloud);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  lines = await lakeLines(cloud);
});

afterAll(() => cloud.close());

describe('changes made during a full load', () => {
  it.each([2, 77])("stand behind their row's load in its shard: invoice %i", (invoiceId) => {
    const ofRow = lines.filter(
      ({ key_json }) => key_json === `{"invoice_id":"${String(invoiceId)}"}`,
    );
    const inOrder = ofRow.sort((a, b) => (a['sequence_number']! < b['sequence_number']! ? -1 : 1));

    expect(inOrder.map(({ operation }) => operation === 'load')).toEqual([true, false]);
    expect(new Set(ofRow.map(({ shard_id }) => shard_id)).size).toBe(1);
  });

  it('arrive once', () => {
    const changes = lines.filter(({ operation }) => operation !== 'load');

    expect(changes.map(({ operation, key_json }) => `${operation!} ${key_json!}`).sort()).toEqual([
      'delete {"invoice_id":"3"}',
      'insert {"invoice_id":"77"}',
      'update {"invoice_id":"2"}',
    ]);
  });

  it('alert once for an insert that the load carried too', async () => {
    expect(await alertsByInvoice(cloud)).toEqual(['bill-ready 1219578 77']);
  });
});
