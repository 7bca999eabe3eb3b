import { Readable } from 'node:stream';
import type { LevelIterator, LevelRange, LevelStore } from 'dynalite/db';

/**
 * The streams of dynalite leave their iterators open, which keep the state that they saw: of each Query and Scan
 * the memory and, deleted long since, the files of that time.
 */
export function closeIterators(db: LevelStore): void {
  Object.assign(db, {
    createKeyStream: (range: LevelRange) => closingStream(db.keys(range)),
    createValueStream: (range: LevelRange) => closingStream(db.values(range)),
  });
}

function closingStream(entries: LevelIterator<unknown>): Readable {
  return new Readable({
    objectMode: true,
    read() {
      entries.next().then(
        (entry) => this.push(entry ?? null),
        (error: unknown) => this.destroy(error as Error),
      );
    },
    destroy(error, done) {
      entries.close().then(() => done(error), done);
    },
  });
}
