import fc from 'fast-check';
import { AlertWorld } from '../../support/alert-world';
import type { Crash } from '../../support/alert-world';
import { invoiceJson, kinesisEvent } from '../../support/invoice-records';

/** Three customers, four invoices each, in source order; 200 kWh is above the threshold of 100. */
const CHANGES = Array.from({ length: 12 }, (_, index) => ({
  customerId: (index % 3) + 1,
  invoiceId: index + 1,
  order: index + 1,
  kwh: index % 4 === 0 ? 200 : 10,
}));
const insert = (index: number) => invoiceJson({ operation: 'insert', ...CHANGES[index]! });

/** Written by hand: every invoice its bill, the first, fifth and ninth their usage. */
const EXPECTED = [
  '1 bill-ready',
  '1 usage-above-normal',
  '10 bill-ready',
  '11 bill-ready',
  '12 bill-ready',
  '2 bill-ready',
  '3 bill-ready',
  '4 bill-ready',
  '5 bill-ready',
  '5 usage-above-normal',
  '6 bill-ready',
  '7 bill-ready',
  '8 bill-ready',
  '9 bill-ready',
  '9 usage-above-normal',
];

const name = (message: { body: Record<string, unknown>; kind: string }) =>
  `${String(message.body['invoice_id'])} ${message.kind}`;

/** As Lambda does: from the reported record on, again and again; time passes between tries. */
async function deliver(world: AlertWorld, payloads: string[]): Promise<void> {
  let rest = payloads;
  let from = 1;
  for (let tries = 0; rest.length > 0; tries++) {
    if (tries > 200) throw new Error('The batch never ends');
    const reply = await world.handler(kinesisEvent(rest, from));
    const failed = reply.batchItemFailures[0]?.itemIdentifier;
    if (failed === undefined) return;
    rest = rest.slice(Number(failed) - from);
    from = Number(failed);
    world.now += 25_000;
  }
}

describe('billing alerts under faults', () => {
  const crashes = fc.array(fc.constantFrom<Crash>('before', 'after', undefined, undefined), {
    maxLength: 80,
  });
  const extra = fc.array(fc.nat(CHANGES.length - 1), { maxLength: 10 });

  it('settles each planned alert exactly once, or in doubt, whatever dies and comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(crashes, extra, async (plannedCrashes, duplicates) => {
        const world = new AlertWorld();
        const pending = [...plannedCrashes];
        world.crash = () => pending.shift();

        await deliver(
          world,
          CHANGES.map((_, index) => insert(index)),
        );
        await deliver(world, duplicates.map(insert));

        const sent = world.sent.map(name);
        const open = [...world.items.values()].filter(({ state }) => state === 'in-doubt');
        const doubtful = open.map((item) => name(JSON.parse(item.message) as never));
        expect(new Set(sent).size).toBe(sent.length);
        expect([...new Set([...sent, ...doubtful])].sort()).toEqual(EXPECTED);
        const settled = [...world.items.values()].filter(({ state }) => state === 'sent');
        expect(settled.length + open.length).toBe(EXPECTED.length);
      }),
      { numRuns: 150 },
    );
  });

  it('sends the same alerts however customers are interleaved', async () => {
    const interleaving = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], {
      minLength: 12,
    });

    await fc.assert(
      fc.asyncProperty(interleaving, async (order) => {
        const world = new AlertWorld();
        const queues = [1, 2, 3].map((customer) =>
          CHANGES.flatMap(({ customerId }, index) => (customerId === customer ? [index] : [])),
        );

        await deliver(
          world,
          order.map((pick) => insert(queues[pick % 3]!.shift()!)),
        );

        expect(world.sent.map(name).sort()).toEqual(EXPECTED);
      }),
      { numRuns: 50 },
    );
  });
});
