import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../local/clock';
import { DiskFullError } from '../../../local/storage/disk-full-error';
import type { Log } from '../../../local/storage/storage';
import { ScratchStorages } from '../../support/scratch-storages';

const clock = systemClock();
const scratch = new ScratchStorages();
let reported: string[];
/** Bytes that the disk still takes; the rest of a write finds no room, as on a disk that runs full. */
let roomBytes = Infinity;

type Write = (
  ...place: [buffer: Uint8Array, offset: number, length: number, position: number | null]
) => Promise<{ bytesWritten: number }>;

beforeAll(async () => {
  const probe = await open(__filename);
  const prototype = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its handle below
  const write = prototype.write as unknown as Write;
  jest.spyOn(prototype, 'write').mockImplementation(async function (
    this: FileHandle,
    ...[buffer, offset, length, position]: Parameters<Write>
  ) {
    if (roomBytes <= 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const taken = Math.min(length, roomBytes);
    roomBytes -= taken;
    return write.call(this, buffer, offset, taken, position);
  } as never);
  jest.spyOn(prototype, 'writev').mockImplementation(function (
    this: FileHandle,
    parts: Uint8Array[],
    position: number,
  ) {
    const bytes = Buffer.concat(parts);
    return (this.write as unknown as Write)(bytes, 0, bytes.length, position);
  } as never);
  jest.spyOn(prototype, 'writeFile').mockImplementation(async function (
    this: FileHandle,
    content: Uint8Array,
  ) {
    for (let at = 0; at < content.length;) {
      const { bytesWritten } = await (this.write as unknown as Write)(
        content,
        at,
        content.length - at,
        at,
      );
      at += bytesWritten;
    }
  } as never);
});

beforeEach(() => {
  reported = [];
  roomBytes = Infinity;
});
afterEach(() => (roomBytes = Infinity));
afterAll(() => jest.restoreAllMocks());

const storage = () => scratch.open({ clock, report: ({ message }) => void reported.push(message) });

async function entriesOf(log: Log): Promise<string[]> {
  const entries: string[] = [];
  for await (const entry of log.read()) entries.push(Buffer.from(entry).toString());
  return entries;
}

describe('a log on a full disk', () => {
  it.each([0, 5, 11])(
    'refuses an entry of which %i bytes found room, and goes on',
    async (room) => {
      const first = storage();
      await first.log('x').append(Buffer.from('whole'));
      roomBytes = room;
      await expect(first.log('x').append(Buffer.from('refused'.repeat(9)))).rejects.toThrow(
        DiskFullError,
      );

      roomBytes = Infinity;
      await first.log('x').append(Buffer.from('s'));

      await first.close();
      expect(await entriesOf(storage().log('x'))).toEqual(['whole', 's']);
      expect(reported).toEqual([
        `The disk of ${scratch.root} is full: free space, writing goes on by itself.`,
        `The disk of ${scratch.root} takes writes again.`,
      ]);
    },
  );

  it('opens again after a restart amid the trouble', async () => {
    const first = storage();
    await first.log('x').append(Buffer.from('whole'));
    roomBytes = 11;
    await first
      .log('x')
      .append(Buffer.from('refused'))
      .catch(() => undefined);

    roomBytes = Infinity;

    expect(await entriesOf(storage().log('x'))).toEqual(['whole']);
  });

  it('keeps the entries of before where there is no room to rewrite them', async () => {
    const first = storage();
    await first.log('x').append(Buffer.from('old'));
    roomBytes = 5;
    await expect(first.log('x').rewrite([Buffer.from('new')])).rejects.toThrow(DiskFullError);

    roomBytes = Infinity;
    await first.log('x').append(Buffer.from('later'));

    expect(await entriesOf(storage().log('x'))).toEqual(['old', 'later']);
    expect(await readdir(scratch.root)).toEqual(['x.log']);
  });
});

describe('files on a full disk', () => {
  it('keep the content of before, and leave nothing half written', async () => {
    const files = storage().files('t');
    await files.write('old', Buffer.from('before'));
    roomBytes = 3;
    await expect(files.write('old', Buffer.from('afterwards'))).rejects.toThrow(DiskFullError);
    await expect(files.write('new', Buffer.from('x'))).rejects.toThrow(DiskFullError);

    expect(Buffer.from((await files.read('old'))!).toString()).toBe('before');
    expect(await files.read('new')).toBeUndefined();
    expect(await files.list('')).toEqual(['old']);
    expect(await readdir(join(scratch.root, '.partial'))).toEqual([]);
  });
});
