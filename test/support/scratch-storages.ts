import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskStorage, type DiskStorageOptions } from '../../local/storage/disk-storage';
import type { Storage } from '../../local/storage/storage';

/**
 * Storages on one folder, which lasts as long as a test; each that is opened plays a run. Those that a test leaves
 * open, as a crash does, are closed behind it.
 */
export class ScratchStorages {
  #root = '';
  readonly #opened: Storage[] = [];

  constructor() {
    beforeEach(() => {
      this.#root = mkdtempSync(join(tmpdir(), 'storage-'));
    });
    afterEach(async () => {
      for (const storage of this.#opened.splice(0)) await storage.close();
      rmSync(this.#root, { recursive: true });
    });
  }

  get root(): string {
    return this.#root;
  }

  open(options: Omit<DiskStorageOptions, 'root'>): Storage {
    const storage = diskStorage({ root: this.#root, ...options });
    this.#opened.push(storage);
    return storage;
  }
}
