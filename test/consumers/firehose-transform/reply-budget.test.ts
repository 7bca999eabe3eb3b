import fc from 'fast-check';
import { ReplyBudget } from '../../../consumers/firehose-transform/reply-budget';

describe('ReplyBudget', () => {
  it('never lets the reply grow beyond its bytes', () => {
    const lines = fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 40 });

    fc.assert(
      fc.property(lines, fc.integer({ min: 3000, max: 8000 }), (texts, bytesMax) => {
        const ids = texts.map((_, index) => `id-${index}`);
        const budget = new ReplyBudget(ids, bytesMax);
        const records = texts.map(
          (text, index) =>
            budget.take(ids[index]!, Buffer.from(text)) ?? {
              recordId: ids[index],
              result: 'ProcessingFailed',
            },
        );
        expect(Buffer.byteLength(JSON.stringify({ records }))).toBeLessThanOrEqual(bytesMax);
      }),
    );
  });
});
