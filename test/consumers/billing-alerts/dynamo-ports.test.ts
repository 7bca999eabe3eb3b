import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoBrake } from '../../../consumers/billing-alerts/ports/brake';
import { dynamoLedger } from '../../../consumers/billing-alerts/ports/ledger';
import { dynamoUsageHistory } from '../../../consumers/billing-alerts/ports/usage-history';
import type { AlertLedgerItem } from '../../../wire/alert-ledger';
import type { UsageHistoryItem } from '../../../wire/usage-history';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the package has no types
const dynalite = require('dynalite') as (options: { createTableMs: number }) => Server;

const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

const createTable = (name: string, keys: string[]) =>
  client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, index) => ({
        AttributeName: key,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
    }),
  );

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTable('ledger', ['alert']);
  await createTable('history', ['customer_id', 'invoice_id']);
});

afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
});

const LEASE = '2026-11-21T12:01:00.000Z';
const item = (alert: string): AlertLedgerItem => ({
  alert,
  state: 'claimed',
  open: 'claimed',
  customer_id: '7',
  kind: 'bill-ready',
  period: '2022-05',
  position: 'lsn/1',
  invoice_id: '1',
  claimed_at: '2026-11-21T12:00:00.000Z',
  lease_until: LEASE,
  message: '{}',
  plan: '[]',
  expires_at: 1_800_000_000,
});

describe('the ledger in DynamoDB', () => {
  it('lets one claim through', async () => {
    const ledger = dynamoLedger(client, 'ledger');

    expect(await Promise.all([ledger.claim(item('a')), ledger.claim(item('a'))])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await ledger.find('a')).toEqual(item('a'));
  });

  it('marks a claim sent', async () => {
    const ledger = dynamoLedger(client, 'ledger');
    await ledger.claim(item('b'));

    await ledger.markSent('b', { lease: LEASE, sentAt: 'now', messageId: 'm-1' });

    const { open, lease_until, ...rest } = item('b');
    expect([open, lease_until]).toEqual(['claimed', LEASE]);
    expect(await ledger.find('b')).toEqual({
      ...rest,
      state: 'sent',
      sent_at: 'now',
      message_id: 'm-1',
    });
  });

  it('holds a claim for an operator, without expiry, and only under its lease', async () => {
    const ledger = dynamoLedger(client, 'ledger');
    await ledger.claim(item('c'));

    await ledger.hold('c', { state: 'not-alerted', reason: 'other', lease: 'another' });
    expect(await ledger.find('c')).toMatchObject({ state: 'claimed' });
    await ledger.hold('c', { state: 'in-doubt', reason: 'why', lease: LEASE });

    expect(await ledger.find('c')).toMatchObject({
      state: 'in-doubt',
      open: 'in-doubt',
      reason: 'why',
    });
    expect(await ledger.find('c')).not.toHaveProperty('expires_at');
  });

  it('gives a claim over and releases it only under its lease', async () => {
    const ledger = dynamoLedger(client, 'ledger');
    await ledger.claim(item('d'));

    expect(await ledger.reclaim({ ...item('d'), lease_until: 'new' }, 'another')).toBe(false);
    expect(await ledger.reclaim({ ...item('d'), lease_until: 'new' }, LEASE)).toBe(true);
    await ledger.release('d', LEASE);
    expect(await ledger.find('d')).toBeDefined();
    await ledger.release('d', 'new');

    expect(await ledger.find('d')).toBeUndefined();
  });

  it('remembers the first end of a load', async () => {
    const ledger = dynamoLedger(client, 'ledger');

    expect(await ledger.firstLoadFinishedAt('dbo.invoices')).toBeUndefined();
    expect(await ledger.rememberFirstLoad('dbo.invoices', 'first')).toBe('first');
    expect(await ledger.rememberFirstLoad('dbo.invoices', 'second')).toBe('first');
    expect(await ledger.firstLoadFinishedAt('dbo.invoices')).toBe('first');
  });
});

describe('held alerts in DynamoDB', () => {
  const held = async (alert: string) => {
    const ledger = dynamoLedger(client, 'ledger');
    await ledger.claim(item(alert));
    await ledger.hold(alert, { state: 'held', reason: 'too many', lease: LEASE });
    return ledger;
  };

  it('are claimed by one of several who release them', async () => {
    const ledger = await held('held-1');
    const claim = { lease: 'new', expiresAt: 9 };

    const claimed = await Promise.all([
      ledger.claimHeld('held-1', claim),
      ledger.claimHeld('held-1', claim),
    ]);

    expect(claimed).toEqual(expect.arrayContaining([true, false]));
    expect(await ledger.find('held-1')).toEqual({
      ...item('held-1'),
      lease_until: 'new',
      expires_at: 9,
    });
  });

  it('are discarded once, and then forgotten with time', async () => {
    const ledger = await held('held-2');
    const end = { reason: 'by an operator', expiresAt: 9 };

    expect(await ledger.discardHeld('held-2', end)).toBe(true);
    expect(await ledger.discardHeld('held-2', end)).toBe(false);

    const found = await ledger.find('held-2');
    expect(found).toMatchObject({ state: 'not-alerted', reason: 'by an operator', expires_at: 9 });
    expect(found).not.toHaveProperty('open');
  });
});

describe('the brake in DynamoDB', () => {
  const NOW = Date.parse('2026-11-21T12:59:59.000Z');
  const brake = (perHourMax: number | undefined, now = () => NOW) =>
    dynamoBrake({ client, table: 'ledger', perHourMax, now });

  it('lets the number of an hour through over all that ask at once', async () => {
    const shards = [brake(7), brake(7)];

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => shards[index % 2]!.ask()),
    );

    expect(answers.filter((answer) => 'hour' in answer)).toHaveLength(7);
    expect(answers).toContainEqual({
      held: 'More than 7 alerts in the hour 2026-11-21T12:00 UTC',
    });
  });

  it('takes a place that was given back, and a new hour', async () => {
    let now = NOW + 3_600_000;
    const one = brake(1, () => now);

    const first = await one.ask();
    const second = await one.ask();
    await one.notSent((first as { hour: string }).hour);
    const third = await one.ask();
    now += 1000;
    const next = await one.ask();

    expect([first, second, third, next].map((answer) => 'hour' in answer)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('hears within two seconds that an operator holds all, and that he no longer does', async () => {
    let now = NOW;
    const consumer = brake(undefined, () => now);
    await consumer.ask();

    await brake(undefined).hold('a bad batch');
    now += 1000;
    const held = await consumer.ask();
    const since = await brake(undefined).resume();
    now += 1000;

    expect(held).toEqual({ held: 'An operator holds all alerts' });
    expect(since).toBe('2026-11-21T12:59:59.000Z');
    expect(await consumer.ask()).toEqual({ hour: 'brake|2026-11-21T13' });
  });
});

describe('the usage history in DynamoDB', () => {
  const invoice = (id: string, rest: Partial<UsageHistoryItem> = {}): UsageHistoryItem => ({
    customer_id: '7',
    invoice_id: id,
    billing_date: '2022-05-15',
    monthly_kwh_use: '10',
    position: 'lsn/2',
    deleted: false,
    judged: false,
    ...rest,
  });

  it('keeps the newer change and what was judged', async () => {
    const history = dynamoUsageHistory(client, 'history');

    await history.record(invoice('1', { position: 'lsn/2', monthly_kwh_use: '20' }));
    await history.record(invoice('1', { position: 'lsn/1', judged: true }));
    await history.record(invoice('1', { position: 'lsn/3', monthly_kwh_use: null }));

    expect(await history.ofCustomer('7')).toEqual([
      invoice('1', { position: 'lsn/3', monthly_kwh_use: null, judged: true }),
    ]);
  });

  it('is taught by a load, but not over a change', async () => {
    const history = dynamoUsageHistory(client, 'history');
    const load = { customer_id: '8', position: '' };

    await history.teach(invoice('2', { ...load, monthly_kwh_use: '1' }));
    await history.teach(invoice('2', { ...load, monthly_kwh_use: '2' }));
    await history.record(invoice('3', { customer_id: '8' }));
    await history.teach(invoice('3', { ...load, monthly_kwh_use: '99' }));

    await history.record(invoice('4', { customer_id: '8', deleted: true }));

    expect(await history.has('8', '2')).toBe(true);
    expect(await history.has('8', '4')).toBe(false);
    expect(await history.has('8', '9')).toBe(false);
    expect((await history.ofCustomer('8')).map((row) => row.monthly_kwh_use)).toEqual([
      '2',
      '10',
      '10',
    ]);
  });
});
