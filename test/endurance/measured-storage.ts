import { memoryStorage } from '../../local/storage/memory-storage';
import type { FileTree, Log, Storage } from '../../local/storage/storage';

/** A storage in memory that knows how much lies in each log and how many files in each tree. */
export interface MeasuredStorage extends Storage {
  logBytes(): Promise<Map<string, number>>;
  fileCounts(): Promise<Map<string, number>>;
}

export function measuredStorage(): MeasuredStorage {
  const inner = memoryStorage();
  const logs = new Map<string, Log>();
  const trees = new Map<string, FileTree>();
  return {
    log: (name) => remember(logs, name, () => inner.log(name)),
    logs: (folder) => inner.logs(folder),
    removeLog: async (name) => {
      logs.delete(name);
      await inner.removeLog(name);
    },
    files: (name) => remember(trees, name, () => inner.files(name)),
    close: () => inner.close(),
    logBytes: async () => {
      const sizes = new Map<string, number>();
      for (const [name, log] of logs) {
        let bytes = 0;
        for await (const entry of log.read()) bytes += entry.length;
        sizes.set(name, bytes);
      }
      return sizes;
    },
    fileCounts: async () => {
      const counts = new Map<string, number>();
      for (const [name, tree] of trees) counts.set(name, (await tree.list('')).length);
      return counts;
    },
  };
}

function remember<T>(known: Map<string, T>, name: string, create: () => T): T {
  const found = known.get(name) ?? create();
  known.set(name, found);
  return found;
}
