import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FlushGroup } from './flush-group';
import { encodeFrame } from './log-frame';
import { readEntries, soundLength } from './read-log-file';
import type { Log } from './storage';

export interface DiskLog extends Log {
  close(): Promise<void>;
}

interface Waiting {
  frame: Buffer;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** A log in one file, opened at first use. Entries that arrive together are written together. */
export function diskLog(path: string, flushes: FlushGroup): DiskLog {
  let file: FileHandle | undefined;
  let lengthBytes = 0;
  let waiting: Waiting[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };
  const opened = async () => {
    if (file !== undefined) return file;
    const found = await openLog(path);
    lengthBytes = found.lengthBytes;
    file = found.file;
    return found.file;
  };
  const writeWaiting = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const target = await opened();
      const bytes = Buffer.concat(batch.map(({ frame }) => frame));
      await writeAll(target, bytes, lengthBytes);
      lengthBytes += bytes.length;
      flushes.add(target);
      batch.forEach(({ resolve }) => resolve());
    } catch (cause) {
      const failure = new Error(`Cannot append to the log ${path}.`, { cause });
      batch.forEach(({ reject }) => reject(failure));
    }
  };

  return {
    append: (entry) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ frame: encodeFrame(entry), resolve, reject });
        if (waiting.length === 1) void inTurn(writeWaiting);
      }),
    read: async function* () {
      const source = await inTurn(async () => ({ file: await opened(), end: lengthBytes }));
      yield* readEntries(source.file, source.end);
    },
    rewrite: (entries) =>
      inTurn(async () => {
        await writeWaiting();
        const previous = await opened();
        const replaced = await replaceLog(path, entries);
        await flushes.flush();
        file = replaced.file;
        lengthBytes = replaced.lengthBytes;
        await previous.close();
      }),
    close: () =>
      inTurn(async () => {
        await file?.close();
        file = undefined;
      }),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}

async function openLog(path: string): Promise<{ file: FileHandle; lengthBytes: number }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+').then(async (created) => {
    await created.close();
    return open(path, 'r+');
  });
  const lengthBytes = await soundLength(file, path);
  await file.truncate(lengthBytes);
  return { file, lengthBytes };
}

async function replaceLog(
  path: string,
  entries: Iterable<Uint8Array>,
): Promise<{ file: FileHandle; lengthBytes: number }> {
  const bytes = Buffer.concat([...entries].map(encodeFrame));
  const file = await open(`${path}.new`, 'w+');
  await writeAll(file, bytes, 0);
  await file.datasync();
  await rename(`${path}.new`, path);
  return { file, lengthBytes: bytes.length };
}
