import { compareUtf8 } from './compare-utf8';
import type { FileTree, Log, Storage } from './storage';

/** Keeps everything in memory, for tests and simulation. The same name gives the same log or tree. */
export function memoryStorage(): Storage {
  const logs = new Map<string, Log>();
  const trees = new Map<string, FileTree>();
  return {
    log: (name) => remember(logs, name, memoryLog),
    logs: (folder) => Promise.resolve(logsIn(logs.keys(), folder)),
    removeLog: (name) => {
      logs.delete(name);
      return Promise.resolve();
    },
    files: (name) => remember(trees, name, memoryFiles),
    close: () => Promise.resolve(),
  };
}

/** Those of the names that lie in the folder itself. */
export function logsIn(names: Iterable<string>, folder: string): string[] {
  return [...names]
    .filter((name) => name.startsWith(`${folder}/`) && !name.slice(folder.length + 1).includes('/'))
    .sort();
}

function remember<T>(known: Map<string, T>, name: string, create: () => T): T {
  const found = known.get(name) ?? create();
  known.set(name, found);
  return found;
}

function memoryLog(): Log {
  let entries: Uint8Array[] = [];
  return {
    append: (entry) => {
      entries.push(Uint8Array.from(entry));
      return Promise.resolve();
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
    read: async function* () {
      yield* [...entries];
    },
    rewrite: (replacement) => {
      entries = [...replacement].map((entry) => Uint8Array.from(entry));
      return Promise.resolve();
    },
  };
}

function memoryFiles(): FileTree {
  const contents = new Map<string, Uint8Array>();
  return {
    write: (key, content) => {
      contents.set(key, Uint8Array.from(content));
      return Promise.resolve();
    },
    read: (key) => Promise.resolve(contents.get(key)),
    delete: (key) => {
      contents.delete(key);
      return Promise.resolve();
    },
    list: (prefix) =>
      Promise.resolve(
        [...contents.keys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8),
      ),
    location: () => undefined,
  };
}
