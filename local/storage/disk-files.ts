import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { compareUtf8 } from './compare-utf8';
import type { FlushGroup } from './flush-group';
import { createKeyIndex, type KeyIndex } from './key-index';
import type { FileTree } from './storage';

export interface DiskFilesOptions {
  folder: string;
  /** On the same disk: files are written there and moved into place. */
  partialFolder: string;
  flushes: FlushGroup;
}

let partialNumber = 0;

/** Plain files below one folder, at the path that `key-path.ts` gives each key. */
export function diskFiles({ folder, partialFolder, flushes }: DiskFilesOptions): FileTree {
  let loaded: KeyIndex | undefined;
  const index = () => (loaded ??= loadIndex(folder));
  const locate = (pieces: readonly string[]) => join(folder, ...pieces);
  return {
    write: async (key, content) => {
      const isNew = index().find(key) === undefined;
      const target = locate(index().place(key));
      const partial = join(partialFolder, String(partialNumber++));
      const file = await open(partial, 'w');
      try {
        await file.writeFile(content);
        await moveIntoPlace(partial, target);
      } catch (error) {
        if (isNew) index().remove(key);
        await file.close();
        await rm(partial, { force: true });
        throw error;
      }
      flushes.add(file, { closeAfter: true });
    },
    read: async (key) => {
      const pieces = index().find(key);
      return pieces === undefined ? undefined : await readFile(locate(pieces));
    },
    delete: async (key) => {
      const pieces = index().find(key);
      if (pieces === undefined) return;
      await rm(locate(pieces), { force: true });
      index().remove(key);
    },
    list: (prefix) =>
      Promise.resolve(
        [...index().keys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8),
      ),
    location: (key) => locate(index().place(key)),
  };
}

/** Its folder is there for all but the first file in it. */
async function moveIntoPlace(partial: string, target: string): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(target), { recursive: true });
    await rename(partial, target);
  }
}

/** Synchronous, because `location` is; one walk at the tree's first use. */
function loadIndex(folder: string): KeyIndex {
  const index = createKeyIndex();
  walk(folder, [], (pieces) => {
    index.adopt(pieces);
  });
  return index;
}

function walk(folder: string, above: string[], found: (pieces: string[]) => void): void {
  for (const entry of readFolder(folder)) {
    const pieces = [...above, entry.name];
    if (entry.isDirectory()) walk(join(folder, entry.name), pieces, found);
    else if (entry.isFile()) found(pieces);
  }
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Forgets what a crash left half written. */
export async function clearPartialFolder(partialFolder: string): Promise<void> {
  await mkdir(partialFolder, { recursive: true });
  for (const name of await readdir(partialFolder)) await rm(join(partialFolder, name));
}
