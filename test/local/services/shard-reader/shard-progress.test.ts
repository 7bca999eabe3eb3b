import fc from 'fast-check';
import { shardProgress } from '../../../../local/services/shard-reader/shard-progress';

describe('the progress of a shard', () => {
  it('is the last record before the first unfinished one, in whatever order records finish', () => {
    const orders = fc.integer({ min: 1, max: 30 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, n) => n),
        { minLength: count },
      ),
    );
    fc.assert(
      fc.property(orders, (order) => {
        const progress = shardProgress();
        for (let n = 0; n < order.length; n += 1) progress.add(String(n));
        const finished = new Set<number>();
        let reached: string | undefined;

        for (const n of order) {
          reached = progress.finish([String(n)]) ?? reached;
          finished.add(n);
          let model = -1;
          while (finished.has(model + 1)) model += 1;
          expect(reached).toBe(model === -1 ? undefined : String(model));
        }
      }),
    );
  });
});
