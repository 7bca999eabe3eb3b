import { functionLog } from '../../../../local/services/lambda/function-log';
import { memoryStorage } from '../../../../local/storage/memory-storage';

const CHUNK = 'x'.repeat(65 * 1024);

describe('the log of a function', () => {
  it('keeps its newest 200 files, over all its streams', async () => {
    const files = memoryStorage().files('logs/f');
    const first = functionLog(files, '2026-01-15-a');
    for (let at = 0; at < 150; at += 1) {
      first.write(CHUNK);
      first.flush();
      await first.settled();
    }

    const second = functionLog(files, '2026-01-16-a');
    for (let at = 0; at < 150; at += 1) {
      second.write(CHUNK);
      second.flush();
      await second.settled();
    }

    const keys = await files.list('');
    expect(keys).toHaveLength(200);
    expect(keys[0]).toBe('2026-01-15-a/0101.log');
    expect(keys.at(-1)).toBe('2026-01-16-a/0150.log');
  });

  it('keeps what is written while a file is being saved', async () => {
    const files = memoryStorage().files('logs/f');
    const log = functionLog(files, 'a');
    log.write('one\n');
    log.flush();

    log.write('two\n');
    log.flush();
    await log.settled();

    const saved = await files.read('a/0001.log');
    expect(Buffer.from(saved ?? []).toString()).toBe('one\ntwo\n');
  });
});
