import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { createFlushGroup } from '../../../local/storage/flush-group';
import { fakeClock } from '../../support/fake-clock';

function file() {
  const calls: string[] = [];
  const note = (call: string) => () => {
    calls.push(call);
    return Promise.resolve();
  };
  return {
    calls,
    handle: { datasync: note('sync'), close: note('close') } as unknown as FileHandle,
  };
}

describe('a flush group', () => {
  it('syncs once what was added within 50 ms, and closes what was handed over', async () => {
    const clock = fakeClock();
    const flushes = createFlushGroup(clock);
    const [log, object] = [file(), file()];
    flushes.add(log.handle);
    flushes.add(log.handle);
    flushes.add(object.handle, { closeAfter: true });

    await clock.advance(49);
    const before = [...log.calls, ...object.calls];
    await clock.advance(1);

    expect({ before, log: log.calls, object: object.calls }).toEqual({
      before: [],
      log: ['sync'],
      object: ['sync', 'close'],
    });
  });

  it('leaves no file open that comes after it was closed', async () => {
    const flushes = createFlushGroup(fakeClock());
    const late = file();
    await flushes.close();

    flushes.add(late.handle, { closeAfter: true });
    await setImmediate();

    expect(late.calls).toEqual(['sync', 'close']);
  });
});
