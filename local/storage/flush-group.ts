import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../clock';

/** The longest that written bytes may wait for the disk: what a power cut can lose. */
const FLUSH_INTERVAL_MILLISECONDS = 50;

/** Syncs files to disk in groups, so that many small writes share one sync. */
export interface FlushGroup {
  /** `closeAfter` hands the file over: it is closed once it is on disk. */
  add(file: FileHandle, options?: { closeAfter: boolean }): void;
  /** Syncs everything added so far. */
  flush(): Promise<void>;
  /** Files that are added afterwards wait for no others. */
  close(): Promise<void>;
}

export function createFlushGroup(clock: Clock): FlushGroup {
  const stopping = new AbortController();
  let pending = new Map<FileHandle, boolean>();
  let scheduled = false;
  let failure: unknown;
  const flush = async () => {
    const files = pending;
    pending = new Map();
    await Promise.all([...files].map(([file, closeAfter]) => syncFile(file, closeAfter)));
    if (failure !== undefined) throw failure as Error;
  };
  const flushLater = async () => {
    await clock.timeout(FLUSH_INTERVAL_MILLISECONDS, stopping.signal).catch(() => undefined);
    scheduled = false;
    await flush();
  };
  return {
    add: (file, options = { closeAfter: false }) => {
      if (failure !== undefined) throw failure as Error;
      pending.set(file, options.closeAfter);
      if (scheduled) return;
      scheduled = true;
      flushLater().catch((cause: unknown) => {
        failure = new Error('The disk refused to keep what was written.', { cause });
      });
    },
    flush,
    close: () => {
      stopping.abort();
      return flush();
    },
  };
}

async function syncFile(file: FileHandle, closeAfter: boolean): Promise<void> {
  try {
    await file.datasync();
  } finally {
    if (closeAfter) await file.close();
  }
}
