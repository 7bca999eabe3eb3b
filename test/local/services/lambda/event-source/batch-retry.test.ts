import fc from 'fast-check';
import type { PendingBatch } from '../../../../../local/services/lambda/event-source/batch-retry';
import {
  freshBatch,
  planRetry,
} from '../../../../../local/services/lambda/event-source/batch-retry';

/** Runs a batch to its end with a function that stops at the first bad record. */
function runToEnd(records: number[], bad: Set<number>, policy: { bisect: boolean }) {
  const done: number[] = [];
  const discarded: number[] = [];
  let pending: PendingBatch<number>[] = [freshBatch(records)];
  for (let batch = pending[0]; batch !== undefined; batch = pending[0]) {
    const index = batch.records.findIndex((one) => bad.has(one));
    const verdict =
      index === -1 ? ({ kind: 'succeeded' } as const) : ({ kind: 'failed-from', index } as const);
    const step = planRetry(batch, verdict, { ...policy, retriesMax: 2 });
    done.push(...step.done);
    discarded.push(...(step.discarded?.records ?? []));
    pending = [...step.next, ...pending.slice(1)];
  }
  return { done, discarded };
}

describe('the retries of a batch', () => {
  it('finish every record once and in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(19)),
        fc.boolean(),
        (n, bad, bisect) => {
          const records = Array.from({ length: n }, (_, index) => index);

          expect(runToEnd(records, new Set(bad), { bisect }).done).toEqual(records);
        },
      ),
    );
  });

  it('give up exactly the bad records when batches are halved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(19)), (n, bad) => {
        const records = Array.from({ length: n }, (_, index) => index);

        const { discarded } = runToEnd(records, new Set(bad), { bisect: true });

        expect(discarded).toEqual(records.filter((one) => bad.includes(one)));
      }),
    );
  });

  it('are not used up by halving', () => {
    const step = planRetry(
      freshBatch([1, 2, 3]),
      { kind: 'failed' },
      { retriesMax: 1, bisect: true },
    );

    expect(step.next).toEqual([
      { records: [1, 2], invokes: 0, retriesUsed: 0 },
      { records: [3], invokes: 0, retriesUsed: 0 },
    ]);
  });
});
