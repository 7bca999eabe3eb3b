import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { clearPartialFolder, diskFiles } from './disk-files';
import { diskLog, type DiskLog } from './disk-log';
import { diskRoom, type DiskRoom } from './disk-room';
import { createFlushGroup } from './flush-group';
import type { FileTree, Storage } from './storage';

const LOG_SUFFIX = '.log';

export interface DiskStorageOptions {
  /** Created when needed. One process at a time may use it. */
  root: string;
  clock: Clock;
  /** Told once when a write finds the disk full, and once when writing goes on. */
  report?: (event: { isFull: boolean; message: string }) => void;
}

/**
 * Logs are `NAME.log` below the root, trees are folders of plain files. What was acknowledged survives
 * `kill -9`; a power cut can lose the last 50 ms of it, and never leaves half an entry or half a file
 * of a log behind.
 */
export function diskStorage({ root, clock, report }: DiskStorageOptions): Storage {
  const room = diskRoom(root, report);
  const flushes = createFlushGroup(clock);
  const logs = new Map<string, DiskLog>();
  const trees = new Map<string, FileTree>();
  const partialFolder = join(root, '.partial');
  let prepared: Promise<void> | undefined;
  const prepare = () => (prepared ??= clearPartialFolder(partialFolder));
  return {
    log: (name) =>
      remember(logs, name, () => diskLog(`${below(root, name)}${LOG_SUFFIX}`, { flushes, room })),
    logs: (folder) => logsIn(below(root, folder), folder),
    removeLog: async (name) => {
      // What was appended lately still waits for the disk, with the file open.
      await flushes.flush();
      await logs.get(name)?.close();
      logs.delete(name);
      await rm(`${below(root, name)}${LOG_SUFFIX}`, { force: true });
    },
    files: (name) =>
      remember(trees, name, () =>
        prepareFirst(diskFiles({ folder: below(root, name), partialFolder, flushes }), {
          prepare,
          room,
        }),
      ),
    close: async () => {
      await flushes.close();
      await Promise.all([...logs.values()].map((log) => log.close()));
    },
  };
}

async function logsIn(path: string, folder: string): Promise<string[]> {
  const entries = await readdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.endsWith(LOG_SUFFIX))
    .map((entry) => `${folder}/${entry.slice(0, -LOG_SUFFIX.length)}`)
    .sort();
}

function prepareFirst(
  files: FileTree,
  { prepare, room }: { prepare: () => Promise<void>; room: DiskRoom },
): FileTree {
  const write: FileTree['write'] = (key, content) =>
    room.watch(async () => {
      await prepare();
      await files.write(key, content);
    });
  return { ...files, write };
}

function remember<T>(known: Map<string, T>, name: string, create: () => T): T {
  const found = known.get(name) ?? create();
  known.set(name, found);
  return found;
}

function below(root: string, name: string): string {
  const isPlain = name.split('/').every((word) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(word));
  if (!isPlain) throw new Error(`Expected a storage name of plain words, got "${name}".`);
  return join(root, ...name.split('/'));
}
