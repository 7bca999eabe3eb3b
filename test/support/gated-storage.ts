import { DiskFullError } from '../../local/storage/disk-full-error';
import { memoryStorage } from '../../local/storage/memory-storage';
import type { Log, Storage } from '../../local/storage/storage';

/** A storage in memory whose logs do with a write what the test says. */
export interface GatedStorage extends Storage {
  /** Called before each append to a log and each rewrite of one; it may wait or throw. */
  gate: (logName: string) => Promise<void>;
}

export function gatedStorage(): GatedStorage {
  const inner = memoryStorage();
  const gated: GatedStorage = {
    gate: () => Promise.resolve(),
    log: (name): Log => {
      const log = inner.log(name);
      return {
        ...log,
        append: async (entry) => {
          await gated.gate(name);
          await log.append(entry);
        },
        rewrite: async (entries) => {
          await gated.gate(name);
          await log.rewrite(entries);
        },
      };
    },
    logs: (folder) => inner.logs(folder),
    removeLog: (name) => inner.removeLog(name),
    files: (name) => inner.files(name),
    close: () => inner.close(),
  };
  return gated;
}

/** The disk is full for the next writes of a log, so many times; tells how many of them are still to come. */
export function fillDisk(storage: GatedStorage, logName: string, times: number): () => number {
  let left = times;
  storage.gate = (name) => {
    if (name !== logName || left === 0) return Promise.resolve();
    left -= 1;
    return Promise.reject(new DiskFullError('disk'));
  };
  return () => left;
}
