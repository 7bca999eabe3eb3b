import type { Storage } from './storage';

/** The part of a storage whose names start with the folder. Closed with the whole, not by itself. */
export function storageBelow(storage: Storage, folder: string): Storage {
  return {
    log: (name) => storage.log(`${folder}/${name}`),
    logs: async (inner) =>
      (await storage.logs(`${folder}/${inner}`)).map((name) => name.slice(folder.length + 1)),
    removeLog: (name) => storage.removeLog(`${folder}/${name}`),
    files: (name) => storage.files(`${folder}/${name}`),
    close: () => Promise.resolve(),
  };
}
