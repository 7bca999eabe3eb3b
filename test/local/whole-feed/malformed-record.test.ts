import { settings } from '../../../settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { invoiceJson } from '../../support/invoice-records';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  lakeLines,
  loadFeed,
  objectsUnder,
} from '../../support/whole-feed';

/** No id, no customer: nothing says whose invoice this is. */
const MALFORMED =
  '{"data":{"invoice_id":null},"metadata":{"record-type":"data","operation":"insert","schema-name":"dbo","table-name":"invoices","transaction-id":5}}';
const CUT = '{"data":{"invoice_id":9';

let cloud: InProcessCloud;

beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await loadFeed(cloud);
  const timestamp = new Date(cloud.clock.now()).toISOString();
  const neighbour = (invoiceId: number, order: number) =>
    invoiceJson({ operation: 'insert', invoiceId, customerId: 1219578, order, timestamp });
  const payloads = [neighbour(77, 100), MALFORMED, CUT, neighbour(78, 101)];
  await cloud.call('kinesis', 'PutRecords', {
    StreamARN: cloud.feed.stream.arn,
    Records: payloads.map((payload) => ({ Data: Buffer.from(payload), PartitionKey: '1219578' })),
  });
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
});

afterAll(() => cloud.close());

describe('a malformed record', () => {
  it("leaves its neighbours' alerts alone", async () => {
    expect(await alertsByInvoice(cloud)).toEqual([
      'bill-ready 1219578 77',
      'bill-ready 1219578 78',
    ]);
  });

  it('ends in quarantine with its payload', async () => {
    const { bucket, prefix } = cloud.feed.quarantine.find((place) =>
      place.prefix.startsWith('billing-alerts/'),
    )!;
    const objects = await objectsUnder(cloud, bucket, prefix);

    const payloads = objects.map(({ text }) => {
      const { payload_base64 } = JSON.parse(text) as { payload_base64: string };
      return Buffer.from(payload_base64, 'base64').toString();
    });
    expect(payloads).toEqual([MALFORMED, CUT]);
  });

  it('ends below the error prefix of the lake with its payload', async () => {
    const { bucket, errorPrefix } = cloud.feed.lake;
    const objects = await objectsUnder(cloud, bucket, errorPrefix);

    const payloads = objects.flatMap(({ text }) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const { rawData } = JSON.parse(line) as { rawData: string };
          return Buffer.from(rawData, 'base64').toString();
        }),
    );
    expect(payloads.sort()).toEqual([CUT, MALFORMED].sort());
  });

  it('keeps no neighbour from the lake', async () => {
    const inserts = (await lakeLines(cloud)).filter(({ operation }) => operation === 'insert');

    expect(inserts.map(({ key_json }) => key_json)).toEqual([
      '{"invoice_id":"77"}',
      '{"invoice_id":"78"}',
    ]);
  });
});
