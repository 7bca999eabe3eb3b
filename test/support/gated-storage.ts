import { memoryStorage } from '../../local/storage/memory-storage';
import type { Log, Storage } from '../../local/storage/storage';

/** A storage in memory whose logs do with an append what the test says. */
export interface GatedStorage extends Storage {
  /** Called before each append of a log whose name the test cares for; it may wait or throw. */
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
      };
    },
    logs: (folder) => inner.logs(folder),
    removeLog: (name) => inner.removeLog(name),
    files: (name) => inner.files(name),
    close: () => inner.close(),
  };
  return gated;
}
