import { settings } from '../../../settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  outboxFiles,
  publishedAlerts,
  type LakeLine,
} from '../../support/whole-feed';

const CHANGES = [
  "INSERT INTO dbo.invoices VALUES (77, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')",
  "INSERT INTO dbo.invoices VALUES (78, 1365142, '2022-05-15', '2022-05-30', NULL, 400, '200')",
  "INSERT INTO dbo.payments VALUES (1, 2, 1365142, '2022-04-20T10:00:00.123', 20.50)",
  `BEGIN TRANSACTION;
   INSERT INTO dbo.invoices VALUES (79, 1365142, '2022-06-15', '2022-06-30', NULL, 30, '15');
   UPDATE dbo.invoices SET balance = 79 WHERE invoice_id = 4;
   ROLLBACK TRANSACTION`,
  'UPDATE dbo.invoices SET balance = 0, monthly_kwh_use = 999 WHERE invoice_id = 2',
  'DELETE FROM dbo.invoices WHERE invoice_id = 3',
  `BEGIN TRANSACTION;
   INSERT INTO dbo.payments VALUES (2, 2, 1365142, '2022-04-21', 1.25);
   UPDATE dbo.payments SET amount = 9999999999.99 WHERE payment_id = 2;
   DELETE FROM dbo.payments WHERE payment_id = 2;
   COMMIT TRANSACTION`,
];

let cloud: InProcessCloud;
let loaded: LakeLine[];
let alertedByLoad: number;
let changed: LakeLine[];

beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await loadFeed(cloud);
  loaded = await lakeLines(cloud);
  alertedByLoad = (await publishedAlerts(cloud)).length;
  await subscribe('customer-1365142@example.com', { customer_id: ['1365142'] });
  for (const statement of CHANGES) await execute(cloud, statement);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  changed = (await lakeLines(cloud)).filter(({ operation }) => operation !== 'load');
});

afterAll(() => cloud.close());

/** What became of one row, in the order of the source. */
function changesOf(key: string): LakeLine[] {
  return changed
    .filter(({ key_json }) => key_json === key)
    .sort((a, b) => (a['position']! < b['position']! ? -1 : 1));
}

describe('a full load', () => {
  it('puts every row into the lake as a load', () => {
    expect(loaded.map(({ table_name, operation }) => `${table_name} ${operation}`)).toEqual(
      Array.from({ length: 10 }, () => 'dbo.invoices load'),
    );
  });

  it('keeps nulls and the text of an amount', () => {
    const line = loaded.find(({ key_json }) => key_json === '{"invoice_id":"2"}');

    expect(line?.['row_json']).toBe(
      '{"invoice_id":"2","customer_id":"1365142","billing_date":"2022-04-15","due_date":"2022-04-28","balance":null,"monthly_kwh_use":"41","total_amount_due":"20.5"}',
    );
  });

  it('pages nobody', () => {
    expect(alertedByLoad).toBe(0);
  });
});

describe('an INSERT', () => {
  it('reaches the lake as one line', () => {
    const lines = changesOf('{"invoice_id":"77"}');

    expect(lines.map(({ operation, row_json }) => [operation, row_json])).toEqual([
      [
        'insert',
        '{"invoice_id":"77","customer_id":"1219578","billing_date":"2022-05-15","due_date":"2022-05-30","balance":null,"monthly_kwh_use":"30","total_amount_due":"15"}',
      ],
    ]);
  });

  it('tells its customer once that a bill is ready, and of usage above normal', async () => {
    expect(await alertsByInvoice(cloud)).toEqual([
      'bill-ready 1219578 77',
      'bill-ready 1365142 78',
      'usage-above-normal 1365142 78',
    ]);
  });
});

describe('a transaction', () => {
  it('that is rolled back leaves nothing in the lake', () => {
    const lines = [...changesOf('{"invoice_id":"79"}'), ...changesOf('{"invoice_id":"4"}')];

    expect(lines).toEqual([]);
  });

  it('stands in the lake in the order in which it was made', () => {
    const lines = changesOf('{"payment_id":"2"}');

    expect(
      lines.map(({ operation, row_json }) => [
        operation,
        (JSON.parse(row_json!) as { amount: string }).amount,
      ]),
    ).toEqual([
      ['insert', '1.25'],
      ['update', '9999999999.99'],
      ['delete', '9999999999.99'],
    ]);
  });
});

describe('an UPDATE', () => {
  it('reaches the lake with the row before it', () => {
    const [line] = changesOf('{"invoice_id":"2"}');

    const [row, before] = [line?.['row_json'], line?.['before_json']].map(
      (text) => (JSON.parse(text ?? '{}') as Record<string, unknown>)['balance'],
    );
    expect([line?.['operation'], row, before]).toEqual(['update', '0', null]);
  });
});

describe('a DELETE', () => {
  it('reaches the lake with the row that is gone', () => {
    const [line] = changesOf('{"invoice_id":"3"}');

    expect([line?.['operation'], line?.['row_json']]).toEqual([
      'delete',
      '{"invoice_id":"3","customer_id":"1368834","billing_date":"2022-04-15","due_date":"2022-05-05","balance":null,"monthly_kwh_use":"31","total_amount_due":"15.5"}',
    ]);
  });
});

describe('a subscription with a filter policy', () => {
  it("receives its own customer's alerts only", async () => {
    const received = await outboxFiles(cloud, 'customer-1365142@example.com');

    const customers = received.map(({ attributes }) => attributes?.['customer_id']?.Value);
    expect(customers).toEqual([undefined, '1365142', '1365142']);
  });
});

/** The first message that it receives is the one that asks to confirm. */
async function subscribe(address: string, filterPolicy: Record<string, string[]>): Promise<void> {
  const TopicArn = cloud.feed.alerts.topicArn;
  await cloud.call('sns', 'Subscribe', {
    TopicArn,
    Protocol: 'email',
    Endpoint: address,
    Attributes: { FilterPolicy: JSON.stringify(filterPolicy) },
  });
  const [confirmation] = await outboxFiles(cloud, address);
  await cloud.call('sns', 'ConfirmSubscription', { TopicArn, Token: confirmation!.token });
}
