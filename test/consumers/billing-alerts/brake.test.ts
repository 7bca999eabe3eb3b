import fc from 'fast-check';
import type { AlertsRequest } from '../../../wire/alerts-request';
import { AlertWorld } from '../../support/alert-world';
import type { Crash } from '../../support/alert-world';
import { invoiceJson, kinesisEvent } from '../../support/invoice-records';

/** Three customers, two invoices each, none above the usage threshold: six bills. */
const INSERTS = Array.from({ length: 6 }, (_, index) =>
  invoiceJson({
    operation: 'insert',
    customerId: (index % 3) + 1,
    invoiceId: index + 1,
    order: index + 1,
    kwh: 10,
  }),
);
const ALL = ['1', '2', '3', '4', '5', '6'];
const HOUR = 3_600_000;

const invoicesIn = (world: AlertWorld, ...states: string[]) =>
  [...world.items.values()]
    .filter(({ state }) => states.includes(state))
    .map(({ invoice_id }) => invoice_id)
    .sort();
const sent = (world: AlertWorld) => world.sent.map(({ body }) => String(body['invoice_id'])).sort();

async function deliver(world: AlertWorld, payloads = INSERTS): Promise<void> {
  let rest = payloads;
  let from = 1;
  for (let tries = 0; tries < 100; tries++) {
    const reply = await world.handler(kinesisEvent(rest, from));
    const failed = reply.batchItemFailures[0]?.itemIdentifier;
    if (failed === undefined) return;
    rest = rest.slice(Number(failed) - from);
    from = Number(failed);
    world.now += 25_000;
  }
  throw new Error('The batch never ends');
}

const release = (world: AlertWorld): AlertsRequest => ({
  action: 'release',
  alerts: [...world.items.values()].flatMap(({ state, alert }) =>
    state === 'held' ? [alert] : [],
  ),
});

describe('the alert brake', () => {
  it('sends up to the number of an hour, and holds the rest with their messages, without expiry', async () => {
    const world = new AlertWorld();
    world.perHourMax = 4;

    await deliver(world);

    expect(sent(world)).toHaveLength(4);
    const held = [...world.items.values()].filter(({ state }) => state === 'held');
    expect(held).toHaveLength(2);
    for (const item of held) {
      expect(item).toMatchObject({
        open: 'held',
        message: expect.stringContaining('bill-ready') as string,
      });
      expect(item).not.toHaveProperty('expires_at');
    }
    expect([...sent(world), ...invoicesIn(world, 'held')].sort()).toEqual(ALL);
  });

  it('counts anew in the next hour', async () => {
    const world = new AlertWorld();
    world.perHourMax = 3;

    await deliver(world, INSERTS.slice(0, 3));
    world.now += HOUR;
    await deliver(world, INSERTS.slice(3));

    expect(sent(world)).toEqual(ALL);
  });

  it('counts a change that comes again once', async () => {
    const world = new AlertWorld();
    world.perHourMax = 6;

    await deliver(world, INSERTS.slice(0, 3));
    await deliver(world, INSERTS.slice(0, 3));
    await deliver(world);

    expect(sent(world)).toEqual(ALL);
  });

  it('gives back the place of an alert that SNS did not take', async () => {
    const world = new AlertWorld();
    world.perHourMax = 6;
    let refusals = 5;
    world.publishOutcome = () =>
      refusals-- > 0 ? { kind: 'rejected', reason: 'Throttled' } : undefined;

    await deliver(world);

    expect(sent(world)).toEqual(ALL);
  });

  it('leaves no doubt about an alert that SNS did not take, though its place cannot be given back', async () => {
    const world = new AlertWorld();
    let refusals = 2;
    world.publishOutcome = () =>
      refusals-- > 0 ? { kind: 'rejected', reason: 'Throttled' } : undefined;
    let deaths = 2;
    world.crash = (port) => (port === 'notSent' && deaths-- > 0 ? 'before' : undefined);

    await deliver(world);

    expect(invoicesIn(world, 'in-doubt')).toEqual([]);
    expect(sent(world)).toEqual(ALL);
  });

  it('leaves no doubt when it cannot be asked: nothing was sent', async () => {
    const world = new AlertWorld();
    let deaths = 3;
    world.crash = (port) => (port === 'brake' && deaths-- > 0 ? 'before' : undefined);

    await deliver(world);

    expect(invoicesIn(world, 'in-doubt')).toEqual([]);
    expect(sent(world)).toEqual(ALL);
  });

  it('leaves no doubt about an alert that it holds, whatever dies', async () => {
    const deaths = fc.array(fc.constantFrom<Crash>('before', 'after', undefined), {
      maxLength: 40,
    });

    await fc.assert(
      fc.asyncProperty(deaths, async (crashes) => {
        const world = new AlertWorld();
        world.perHourMax = 0;
        const pending = [...crashes];
        world.crash = () => pending.shift();

        await deliver(world);

        expect(invoicesIn(world, 'held')).toEqual(ALL);
        expect(sent(world)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('holds everything while an operator says so, and sends again after', async () => {
    const world = new AlertWorld();

    await world.ask({ action: 'hold', reason: 'a bad batch' });
    await deliver(world, INSERTS.slice(0, 3));
    await world.ask({ action: 'resume' });
    await deliver(world, INSERTS.slice(3));

    expect(invoicesIn(world, 'held')).toEqual(['1', '2', '3']);
    expect(sent(world)).toEqual(['4', '5', '6']);
  });
});

describe('an operator', () => {
  it('releases what is held, each once, though the hour is full', async () => {
    const world = new AlertWorld();
    world.perHourMax = 1;
    await deliver(world);

    const reply = await world.ask(release(world));

    expect(reply).toEqual({ outcomes: { sent: 5 } });
    expect(sent(world)).toEqual(ALL);
    expect(invoicesIn(world, 'sent')).toEqual(ALL);
  });

  it('releases nothing that was released before', async () => {
    const world = new AlertWorld();
    world.perHourMax = 1;
    await deliver(world);
    const request = release(world);

    await world.ask(request);
    const again = await world.ask(request);

    expect(again).toEqual({ outcomes: { 'not-held': 5 } });
    expect(sent(world)).toEqual(ALL);
  });

  it('keeps held what SNS does not take now, and in doubt what nobody knows of', async () => {
    const world = new AlertWorld();
    world.perHourMax = 4;
    await deliver(world);
    const [first, second] = invoicesIn(world, 'held');
    world.publishOutcome = ({ body }) =>
      body['invoice_id'] === first
        ? { kind: 'rejected', reason: 'Throttled' }
        : { kind: 'unknown', reason: 'TimeoutError' };

    await world.ask(release(world));

    expect(invoicesIn(world, 'held')).toEqual([first]);
    expect(invoicesIn(world, 'in-doubt')).toEqual([second]);
  });

  it('discards what is held, which no copy of the change then sends', async () => {
    const world = new AlertWorld();
    world.perHourMax = 4;
    await deliver(world);
    const held = invoicesIn(world, 'held');
    const { alerts } = release(world) as { alerts: string[] };

    await world.ask({ action: 'discard', alerts });
    world.now += HOUR;
    world.invoices.clear();
    await deliver(world);

    expect(sent(world)).not.toEqual(expect.arrayContaining(held));
    expect(invoicesIn(world, 'not-alerted')).toEqual(held);
  });

  it.each([{ action: 'release', alerts: [] }, { action: 'send' }, {}])(
    'is refused what he cannot ask: %j',
    async (request) => {
      await expect(new AlertWorld().ask(request as AlertsRequest)).rejects.toThrow();
    },
  );
});

describe('the alert brake under faults', () => {
  const crashes = fc.array(fc.constantFrom<Crash>('before', 'after', undefined, undefined), {
    maxLength: 60,
  });
  const perHour = fc.integer({ min: 0, max: 6 });

  it('sends each alert at most once and never more than the number, whatever dies and whoever releases', async () => {
    await fc.assert(
      fc.asyncProperty(crashes, crashes, perHour, async (inFeed, inRelease, perHourMax) => {
        const world = new AlertWorld();
        world.perHourMax = perHourMax;
        let pending = [...inFeed];
        world.crash = () => pending.shift();
        const hourOfStart = new Date(world.now).toISOString().slice(0, 13);
        let sentInHour = 0;
        world.publishOutcome = () => {
          if (new Date(world.now).toISOString().slice(0, 13) === hourOfStart) sentInHour += 1;
          return undefined;
        };

        await deliver(world);
        expect(sentInHour).toBeLessThanOrEqual(perHourMax);
        pending = [...inRelease];
        const asked = release(world);
        if ((asked as { alerts: string[] }).alerts.length > 0) {
          await Promise.allSettled([world.ask(asked), world.ask(asked), world.ask(asked)]);
        }

        const numbers = sent(world);
        expect(new Set(numbers).size).toBe(numbers.length);
        // A claim that a dead release left is in doubt once its lease has expired.
        const open = invoicesIn(world, 'in-doubt', 'held', 'claimed');
        expect([...new Set([...numbers, ...open])].sort()).toEqual(ALL);
        expect(invoicesIn(world, 'sent', 'in-doubt', 'held', 'claimed')).toEqual(ALL);
      }),
      { numRuns: 200 },
    );
  });
});
