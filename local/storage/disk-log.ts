import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FlushGroup } from './flush-group';
import type { DiskRoom } from './disk-room';
import { DiskFullError } from './disk-full-error';
import { encodeFrame } from './log-frame';
import { readEntries, soundLength } from './read-log-file';
import type { Log } from './storage';

export interface DiskLog extends Log {
  /** What comes after it is refused: nobody would put it on disk, or close the file again. */
  close(): Promise<void>;
}

interface Waiting {
  frame: Uint8Array[];
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** The file as it is, up to where it is sound. */
interface LogFile {
  file: FileHandle;
  lengthBytes: number;
  /** An append failed in its middle. */
  isTorn?: boolean;
}

/** A log in one file, opened at first use. Entries that arrive together are written together. */
export function diskLog(
  path: string,
  { flushes, room }: { flushes: FlushGroup; room: DiskRoom },
): DiskLog {
  let log: LogFile | undefined;
  let isClosed = false;
  let waiting: Waiting[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };
  const opened = async () => {
    if (isClosed) throw new Error('It is closed.');
    return (log ??= await room.watch(() => openLog(path)));
  };
  const writeWaiting = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const target = await opened();
      const parts = batch.flatMap(({ frame }) => frame);
      await room.watch(() => appendParts(target, parts));
      flushes.add(target.file);
      batch.forEach(({ resolve }) => resolve());
    } catch (cause) {
      const failure = appendFailure(path, cause);
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
      const source = await inTurn(async () => ({ ...(await opened()) }));
      yield* readEntries(source.file, source.lengthBytes);
    },
    rewrite: (entries) =>
      inTurn(async () => {
        await writeWaiting();
        const previous = await opened();
        // At once: what is appended to the file of before would be lost.
        log = await room.watch(() => replaceLog(path, entries));
        await flushes.flush();
        await previous.file.close();
      }),
    close: () =>
      inTurn(async () => {
        isClosed = true;
        await log?.file.close();
      }),
  };
}

function appendFailure(path: string, cause: unknown): Error {
  if (cause instanceof DiskFullError) return cause;
  return new Error(`Cannot append to the log ${path}.`, { cause });
}

async function appendParts(log: LogFile, parts: readonly Uint8Array[]): Promise<void> {
  // Half of an entry that found no room must not lie behind a shorter one: it would read as damage.
  if (log.isTorn === true) await log.file.truncate(log.lengthBytes);
  log.isTorn = true;
  log.lengthBytes = await writeAll(log.file, parts, log.lengthBytes);
  log.isTorn = false;
}

/** Gives the position behind what was written. */
async function writeAll(
  file: FileHandle,
  parts: readonly Uint8Array[],
  position: number,
): Promise<number> {
  let rest = parts;
  let end = position;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, end);
    rest = behind(rest, bytesWritten);
    end += bytesWritten;
  }
  return end;
}

/** What is left of the parts behind so many bytes. */
function behind(parts: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  for (const [at, part] of parts.entries()) {
    if (part.length > left) return [part.subarray(left), ...parts.slice(at + 1)];
    left -= part.length;
  }
  return [];
}

async function openLog(path: string): Promise<LogFile> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+').then(async (created) => {
    await created.close();
    return open(path, 'r+');
  });
  try {
    const lengthBytes = await soundLength(file, path);
    await file.truncate(lengthBytes);
    return { file, lengthBytes };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function replaceLog(path: string, entries: Iterable<Uint8Array>): Promise<LogFile> {
  const file = await open(`${path}.new`, 'w+');
  try {
    const lengthBytes = await writeAll(file, [...entries].flatMap(encodeFrame), 0);
    await file.datasync();
    await rename(`${path}.new`, path);
    return { file, lengthBytes };
  } catch (error) {
    await file.close();
    await rm(`${path}.new`, { force: true });
    throw error;
  }
}
