import { batchQueue } from '../../../../../local/services/lambda/event-source/batch-queue';
import { fakeClock } from '../../../../support/fake-clock';

describe('a queue of batches', () => {
  it('gives no batch to a lane that was stopped before it asked, whatever its window', async () => {
    const limits = { recordsMax: 10, windowMs: 60_000, together: () => true };
    const queue = batchQueue<{ bytes: number }>(fakeClock(), limits);
    queue.push([{ bytes: 1 }]);

    const next = queue.next(AbortSignal.abort(new Error('the mapping stops')));

    await expect(next).rejects.toThrow('the mapping stops');
  });
});
