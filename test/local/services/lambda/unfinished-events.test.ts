import { unfinishedEvents } from '../../../../local/services/lambda/unfinished-events';
import { memoryStorage } from '../../../../local/storage/memory-storage';

const event = (requestId: string) => ({ requestId, functionArn: 'f', payload: '1', acceptedMs: 0 });

describe('the asynchronous events of a function', () => {
  it('leave a short log behind, with those that are not finished', async () => {
    const log = memoryStorage().log('x');
    const events = unfinishedEvents(log);
    await events.accept(event('open'));

    for (let at = 0; at < 3000; at += 1) {
      await events.accept(event(`r${at}`));
      await events.finish(`r${at}`);
    }

    let entries = 0;
    for await (const entry of log.read()) entries += entry.length > 0 ? 1 : 0;
    expect(entries).toBeLessThanOrEqual(1002);
    expect(await unfinishedEvents(log).load()).toEqual([event('open')]);
  });
});
