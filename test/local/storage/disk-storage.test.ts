import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { systemClock } from '../../../local/clock';
import type { Log } from '../../../local/storage/storage';
import { ScratchStorages } from '../../support/scratch-storages';

const clock = systemClock();
const scratch = new ScratchStorages();
const open = () => scratch.open({ clock });

async function entriesOf(log: Log): Promise<string[]> {
  const entries: string[] = [];
  for await (const entry of log.read()) entries.push(Buffer.from(entry).toString());
  return entries;
}

describe('a log on disk', () => {
  it('gives back its entries in order after it was opened again', async () => {
    const first = open();
    await Promise.all(
      ['a', 'b', 'c'].map((entry) => first.log('kinesis/x').append(Buffer.from(entry))),
    );
    await first.close();

    expect(await entriesOf(open().log('kinesis/x'))).toEqual(['a', 'b', 'c']);
  });

  it('is deleted right behind an append, and the others go on', async () => {
    const storage = open();
    await storage.log('s/1').append(Buffer.from('gone'));

    await storage.removeLog('s/1');
    await storage.log('s/2').append(Buffer.from('kept'));
    await storage.close();

    expect(await storage.logs('s')).toEqual(['s/2']);
  });

  it('refuses what comes after it was closed, and leaves the file as it is', async () => {
    const storage = open();
    const log = storage.log('x');
    await log.append(Buffer.from('before'));
    await storage.close();

    await expect(log.append(Buffer.from('after'))).rejects.toMatchObject({
      cause: new Error('It is closed.'),
    });

    expect(await entriesOf(open().log('x'))).toEqual(['before']);
  });

  it('keeps what was acknowledged without being closed, as after kill -9', async () => {
    await open().log('x').append(Buffer.from('kept'));

    expect(await entriesOf(open().log('x'))).toEqual(['kept']);
  });

  it.each([1, 7, 8, 11])('drops an entry torn %i bytes before its end', async (missing) => {
    const first = open();
    await first.log('x').append(Buffer.from('whole'));
    await first.log('x').append(Buffer.from('torn'));
    await first.close();
    const path = join(scratch.root, 'x.log');
    await truncate(path, (await readFile(path)).length - missing);

    const second = open();
    await second.log('x').append(Buffer.from('next'));

    expect(await entriesOf(second.log('x'))).toEqual(['whole', 'next']);
  });

  it('drops a tail of zeros', async () => {
    const first = open();
    await first.log('x').append(Buffer.from('whole'));
    await first.close();
    await appendFile(join(scratch.root, 'x.log'), Buffer.alloc(4096));

    expect(await entriesOf(open().log('x'))).toEqual(['whole']);
  });

  it('knows nothing of a rewriting that was cut off', async () => {
    const first = open();
    await first.log('s/x').append(Buffer.from('kept'));
    await first.close();
    await writeFile(
      join(scratch.root, 's/x.log.new'),
      (await readFile(join(scratch.root, 's/x.log'))).subarray(5),
    );

    const second = open();
    expect(await second.logs('s')).toEqual(['s/x']);
    expect(await entriesOf(second.log('s/x'))).toEqual(['kept']);
    await second.log('s/x').rewrite([Buffer.from('rewritten')]);
    await second.close();

    expect(await entriesOf(open().log('s/x'))).toEqual(['rewritten']);
  });

  it('refuses a log that is damaged in its middle, naming the file', async () => {
    const first = open();
    await first.log('x').append(Buffer.from('first'));
    await first.log('x').append(Buffer.from('second'));
    await first.close();
    const bytes = await readFile(join(scratch.root, 'x.log'));
    bytes.write('F', 8);
    await writeFile(join(scratch.root, 'x.log'), bytes);

    await expect(entriesOf(open().log('x'))).rejects.toThrow(/x\.log is damaged at byte 0/);
  });

  it('replaces all entries at once and goes on from there', async () => {
    const first = open();
    await first.log('x').append(Buffer.from('old'));
    await first.log('x').rewrite([Buffer.from('new')]);
    await first.log('x').append(Buffer.from('later'));
    await first.close();

    expect(await entriesOf(open().log('x'))).toEqual(['new', 'later']);
  });

  it('reads entries larger than a chunk', async () => {
    const storage = open();
    await storage.log('x').append(Buffer.alloc(3_000_000, 'x'));
    await storage.log('x').append(Buffer.from('after'));

    expect((await entriesOf(storage.log('x'))).map((entry) => entry.length)).toEqual([
      3_000_000, 5,
    ]);
  });
});

describe('files on disk', () => {
  it('lays an ordinary key at exactly its path', async () => {
    const files = open().files('s3/lake');
    await files.write('billing/changes/day=2026-11-21/x.json.gz', Buffer.from('row'));

    const path = join(scratch.root, 's3/lake/billing/changes/day=2026-11-21/x.json.gz');
    expect(await readFile(path, 'utf8')).toBe('row');
    expect(files.location('billing/changes/day=2026-11-21/x.json.gz')).toBe(path);
  });

  it('leaves the key alone when the root is a folder above', async () => {
    const files = open().files('s3/lake');
    await files.write('../../outside', Buffer.from('inside'));

    expect(files.location('../../outside')).toBe(
      join(scratch.root, 's3/lake/%2E%2E/%2E%2E/outside'),
    );
  });

  it('replaces a file', async () => {
    const files = open().files('t');
    await files.write('k', Buffer.from('old'));
    await files.write('k', Buffer.from('new'));

    expect(Buffer.from((await files.read('k'))!).toString()).toBe('new');
  });

  it('knows nothing of a file that was cut off while it was written, and clears it away', async () => {
    const first = open();
    await first.files('t').write('k', Buffer.from('old'));
    await first.close();
    await writeFile(join(scratch.root, '.partial/0'), 'new, ha');

    const files = open().files('t');
    expect(await files.list('')).toEqual(['k']);
    expect(Buffer.from((await files.read('k'))!).toString()).toBe('old');
    await files.write('l', Buffer.from('other'));

    expect(await readdir(join(scratch.root, '.partial'))).toEqual([]);
    expect(await files.list('')).toEqual(['k', 'l']);
  });

  it('knows nothing of a deleted file', async () => {
    const files = open().files('t');
    await files.write('k', Buffer.from('old'));
    await files.delete('k');

    expect(await files.read('k')).toBeUndefined();
    expect(await files.list('')).toEqual([]);
  });

  it('lists keys in UTF-8 byte order, not in UTF-16 order', async () => {
    const files = open().files('t');
    for (const key of ['😀', '\uFFFD', 'b', 'a/b', 'a']) await files.write(key, Buffer.from(key));

    expect(await files.list('')).toEqual(['a', 'a/b', 'b', '\uFFFD', '😀']);
  });

  const hardSegment = fc.oneof(
    fc.constantFrom(
      'a',
      'A',
      'b',
      '',
      '.',
      '..',
      'con',
      'x'.repeat(300),
      'ü'.repeat(90),
      'a.',
      'a ',
      '%61',
      '%~12345678',
      '%+',
      '\0',
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll('/', '')),
  );
  const hardKey = fc
    .array(hardSegment, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));

  it('gives each key back, whatever its characters and neighbours, after a restart too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(hardKey, { minLength: 1, maxLength: 12 }), async (keys) => {
        await rm(join(scratch.root, 'hard'), { recursive: true, force: true });
        const first = open();
        for (const key of keys) await first.files('hard').write(key, Buffer.from(key));
        await first.close();

        const second = open().files('hard');
        expect(new Set(await second.list(''))).toEqual(new Set(keys));
        for (const key of keys) expect(Buffer.from((await second.read(key))!).toString()).toBe(key);
      }),
      { numRuns: 40 },
    );
  });

  it('lays no two keys where a disk that ignores case takes them for one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hardKey, { minLength: 2, maxLength: 12 }), (keys) => {
        const files = open().files('case');
        const paths = keys.map((key) => files.location(key)!.toLowerCase());

        expect(new Set(paths).size).toBe(keys.length);
        expect(paths.some((path) => paths.some((other) => other.startsWith(`${path}/`)))).toBe(
          false,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every name within 255 bytes', () => {
    const path = open().files('t').location('ü'.repeat(500))!;

    expect(Math.max(...path.split('/').map((name) => Buffer.byteLength(name)))).toBeLessThanOrEqual(
      255,
    );
  });
});
