import { AlertWorld } from '../../support/alert-world';
import { invoiceJson, kinesisEvent } from '../../support/invoice-records';

const insert = (order: number, kwh: number | null = 10, customerId = 7) =>
  invoiceJson({ operation: 'insert', invoiceId: order, customerId, order, kwh });
const load = (invoiceId: number, timestamp = '2026-11-21T09:00:00.000000Z', kwh = 10) =>
  invoiceJson({
    operation: 'load',
    invoiceId,
    customerId: 7,
    order: 0,
    kwh,
    timestamp,
    billingDate: `2022-0${invoiceId}-15`,
  });
const kinds = (world: AlertWorld) => world.sent.map(({ kind }) => kind);

describe('billing alerts', () => {
  it('tells a customer of a new bill', async () => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([insert(1)]));

    expect(world.sent).toEqual([
      {
        kind: 'bill-ready',
        customerId: '7',
        period: '2022-05',
        subject: 'Your bill for May 2022 is ready',
        text: [
          'Hello,',
          '',
          'your bill for May 2022 is ready.',
          '',
          'Amount due: 20.5',
          'Please pay by: 30 May 2022',
          'Electricity used: 10 kWh',
          'Invoice number: 1',
          '',
        ].join('\n'),
        shortText: 'Your bill for May 2022 is ready: 20.5, due on 30 May 2022. Invoice 1.',
        body: {
          kind: 'bill-ready',
          customer_id: '7',
          invoice_id: '1',
          period: '2022-05',
          billing_date: '2022-05-15',
          due_date: '2022-05-30',
          total_amount_due: '20.5',
          monthly_kwh_use: '10',
          position: 'lsn/00000027000000010003/00000000000000000000/00000000000000000001',
          subject: 'Your bill for May 2022 is ready',
        },
      },
    ]);
  });

  it('pages nobody for a full load, and learns from it', async () => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([load(1), load(2), load(3)]));
    await world.handler(kinesisEvent([insert(9, 16)]));

    expect(kinds(world)).toEqual(['bill-ready', 'usage-above-normal']);
    expect(world.sent[1]?.body['normal_kwh']).toBe(10);
  });

  it('finds usage at the limit normal', async () => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([load(1), load(2), load(3), insert(9, 15)]));

    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it.each([
    [100, ['bill-ready']],
    [101, ['bill-ready', 'usage-above-normal']],
    [null, ['bill-ready']],
  ])('judges %p kWh without history by the threshold', async (kwh, expected) => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([load(1), load(2), insert(9, kwh)]));

    expect(kinds(world)).toEqual(expected);
  });

  it('lets an insert wait until the first load is finished', async () => {
    const world = new AlertWorld();
    world.firstLoadFinishedAt = undefined;

    const waiting = await world.handler(kinesisEvent([insert(1)]));
    world.firstLoadFinishedAt = '2026-11-21T10:00:00.000Z';
    await world.handler(kinesisEvent([insert(1)]));

    expect(waiting).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('lists an unknown invoice of a later load as not alerted, until its insert comes', async () => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([load(1), load(5, '2026-11-21T11:00:00.000000Z')]));

    expect([...world.items.values()]).toMatchObject([
      {
        state: 'not-alerted',
        open: 'not-alerted',
        customer_id: '7',
        invoice_id: '5',
        position: 'load',
      },
    ]);
    expect(world.sent).toEqual([]);

    await world.handler(kinesisEvent([insert(5)]));

    expect([...world.items.values()].map(({ state }) => state)).toEqual(['sent']);
  });

  it('lists what it would have said of the usage too, until the insert says it', async () => {
    const world = new AlertWorld();
    const later = '2026-11-21T11:00:00.000000Z';

    await world.handler(kinesisEvent([load(1), load(2), load(3), load(5, later, 40)]));

    expect([...world.items.values()]).toMatchObject([
      { state: 'not-alerted', kind: 'bill-ready', invoice_id: '5', period: '2022-05' },
      { state: 'not-alerted', kind: 'usage-above-normal', invoice_id: '5', period: '2022-05' },
    ]);

    await world.handler(kinesisEvent([insert(5, 40)]));

    expect([...world.items.values()].map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(kinds(world)).toEqual(['bill-ready', 'usage-above-normal']);
  });

  it('lists an invoice that was deleted before and stands in a later load again', async () => {
    const world = new AlertWorld();
    const remove = invoiceJson({ operation: 'delete', invoiceId: 5, customerId: 7, order: 6 });
    const again = load(5, '2026-11-21T11:00:00.000000Z');

    await world.handler(kinesisEvent([insert(5), remove, again]));

    expect([...world.items.values()].map(({ state }) => state)).toEqual(['sent', 'not-alerted']);

    await world.handler(
      kinesisEvent([invoiceJson({ operation: 'insert', invoiceId: 5, customerId: 7, order: 7 })]),
    );

    expect([...world.items.values()].map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('does not page for corrections, and judges by them', async () => {
    const world = new AlertWorld();
    const update = invoiceJson({
      operation: 'update',
      invoiceId: 1,
      customerId: 7,
      order: 20,
      kwh: 100,
      billingDate: '2022-01-15',
    });
    const remove = invoiceJson({ operation: 'delete', invoiceId: 2, customerId: 7, order: 21 });

    await world.handler(kinesisEvent([load(1), load(2), load(3), load(4), update, remove]));
    await world.handler(kinesisEvent([insert(30, 59)]));

    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('does not let an older change that comes again undo a newer one', async () => {
    const world = new AlertWorld();
    const update = invoiceJson({
      operation: 'update',
      invoiceId: 1,
      customerId: 7,
      order: 2,
      kwh: 99,
    });

    await world.handler(kinesisEvent([insert(1), update]));
    await world.handler(kinesisEvent([insert(1)]));

    expect([...world.invoices.values()]).toMatchObject([{ monthly_kwh_use: '99', judged: true }]);
    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('sends nothing again for a replay after the ledger has forgotten', async () => {
    const world = new AlertWorld();

    await world.handler(kinesisEvent([insert(1)]));
    world.items.clear();
    await world.handler(kinesisEvent([insert(1)]));

    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('sends nothing again for one that was changed since, either', async () => {
    const world = new AlertWorld();
    const update = invoiceJson({ operation: 'update', invoiceId: 1, customerId: 7, order: 2 });

    await world.handler(kinesisEvent([insert(1), update]));
    world.items.clear();
    // The ledger of this world keeps 30 days, and the insert is of this one.
    world.now = Date.parse('2026-12-21T11:05:00.000Z');
    await world.handler(kinesisEvent([insert(1)]));

    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('alerts an insert that a partly refused PutRecords set behind the next one of its invoice', async () => {
    const world = new AlertWorld();
    const again = invoiceJson({ operation: 'insert', invoiceId: 1, customerId: 7, order: 3 });
    const remove = invoiceJson({ operation: 'delete', invoiceId: 1, customerId: 7, order: 2 });

    await world.handler(kinesisEvent([remove, again, insert(1)]));

    expect(
      world.sent.map(({ kind, body }) => [kind, String(body['position']).slice(4, 24)]),
    ).toEqual([
      ['bill-ready', '00000027000000030003'],
      ['bill-ready', '00000027000000010003'],
    ]);
    expect([...world.invoices.values()]).toMatchObject([{ judged: true, deleted: false }]);
  });

  it('sends what was planned although history changed between two tries', async () => {
    const world = new AlertWorld();
    world.publishOutcome = ({ kind }) =>
      kind === 'usage-above-normal' ? { kind: 'rejected', reason: 'Throttled' } : undefined;

    await world.handler(kinesisEvent([insert(1, 200)]));
    world.publishOutcome = () => undefined;
    await world.handler(
      kinesisEvent([load(1, undefined, 500), load(2, undefined, 500), load(3, undefined, 500)]),
    );
    await world.handler(kinesisEvent([insert(1, 200)]));

    expect(kinds(world)).toEqual(['bill-ready', 'usage-above-normal']);
  });

  it('holds an alert in doubt when the claim of a crash has expired', async () => {
    const world = new AlertWorld();
    world.crash = (port) => (port === 'publish' ? 'after' : undefined);

    const first = await world.handler(kinesisEvent([insert(1)]));
    world.crash = () => undefined;
    const leased = await world.handler(kinesisEvent([insert(1)]));
    world.now += 61_000;
    const held = await world.handler(kinesisEvent([insert(1)]));

    expect([first, leased, held].map((reply) => reply.batchItemFailures.length)).toEqual([1, 1, 0]);
    expect([...world.items.values()]).toMatchObject([{ state: 'in-doubt', open: 'in-doubt' }]);
    expect(kinds(world)).toEqual(['bill-ready']);
  });

  it('sends an alert in doubt again where the setting says so', async () => {
    const world = new AlertWorld();
    world.inDoubt = 'send-again';
    world.publishOutcome = () => ({ kind: 'unknown', reason: 'time-out' });

    await world.handler(kinesisEvent([insert(1)]));
    world.publishOutcome = () => undefined;
    world.now += 61_000;
    await world.handler(kinesisEvent([insert(1)]));

    expect(kinds(world)).toEqual(['bill-ready']);
    expect([...world.items.values()]).toMatchObject([{ state: 'sent' }]);
  });

  it('lists an alert that can never be delivered as not alerted', async () => {
    const world = new AlertWorld();
    world.publishOutcome = () => ({ kind: 'refused', reason: 'Customer 7 has no contact' });

    const reply = await world.handler(kinesisEvent([insert(1)]));

    expect(reply).toEqual({ batchItemFailures: [] });
    expect([...world.items.values()]).toMatchObject([
      { state: 'not-alerted', reason: 'Customer 7 has no contact' },
    ]);
  });

  it('quarantines a malformed record and serves its neighbours', async () => {
    const world = new AlertWorld();
    const bad = insert(2).replace('"customer_id":7', '"customer_id":null');

    const reply = await world.handler(kinesisEvent([insert(1), bad, 'no json', insert(3)]));

    expect(reply).toEqual({ batchItemFailures: [] });
    expect(world.sent.map(({ body }) => body['invoice_id'])).toEqual(['1', '3']);
    expect(world.quarantined).toMatchObject([
      {
        reason: 'The insert on dbo.invoices has no customer_id',
        shard_id: 'shardId-000000000000',
        sequence_number: '2',
        payload_base64: Buffer.from(bad).toString('base64'),
      },
      { sequence_number: '3', reason: 'Expected null at offset 0' },
    ]);
  });

  it('reports the first record that failed and lets other customers through', async () => {
    const world = new AlertWorld();
    world.publishOutcome = ({ customerId }) =>
      customerId === '7' ? { kind: 'rejected', reason: 'Throttled' } : undefined;

    const reply = await world.handler(
      kinesisEvent([insert(1, 10, 8), insert(2), insert(3), insert(4, 10, 9)]),
    );

    expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(world.sent.map(({ customerId }) => customerId).sort()).toEqual(['8', '9']);
  });

  it('leaves control records, other tables and the canary alone', async () => {
    const world = new AlertWorld();
    const payment = insert(1).replace('"table-name":"invoices"', '"table-name":"payments"');

    await world.handler(kinesisEvent([payment]));

    expect(world.sent).toEqual([]);
    expect(world.outcomes).toEqual(['set-aside']);
  });
});
