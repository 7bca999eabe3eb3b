import type { Log } from './storage';

/** Below so many entries a log is too short to be worth a rewrite. */
const FOLD_AFTER_ENTRIES = 1000;
/** A log is rewritten once it holds this many times what lived when it was last rewritten. */
const FOLD_FACTOR = 3;

/**
 * A log of which only what `living` tells counts: it is rewritten to that whenever it has grown to a multiple of
 * it. `living` is asked while no append is under way, and must hold what every finished append has told; what
 * an unfinished one tells may be in it or not, since the append follows.
 */
export function foldingLog(log: Log, living: () => Iterable<Uint8Array>): Log {
  let entries = 0;
  let folded = 0;
  let isFolding = false;
  const counted = (source: () => Iterable<Uint8Array>): Iterable<Uint8Array> => ({
    *[Symbol.iterator]() {
      let count = 0;
      for (const entry of source()) {
        count += 1;
        yield entry;
      }
      entries = folded = count;
    },
  });
  const fold = async () => {
    isFolding = true;
    try {
      await log.rewrite(counted(living));
    } catch {
      // The long log stands as it was, and is as good; it may grow as much again before the next attempt.
      folded = entries;
    } finally {
      isFolding = false;
    }
  };
  return {
    append: async (entry) => {
      await log.append(entry);
      entries += 1;
      if (!isFolding && entries > Math.max(FOLD_AFTER_ENTRIES, FOLD_FACTOR * folded)) await fold();
    },
    read: async function* () {
      entries = 0;
      for await (const entry of log.read()) {
        entries += 1;
        yield entry;
      }
    },
    rewrite: (replacement) => log.rewrite(counted(() => replacement)),
  };
}
