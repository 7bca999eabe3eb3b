/**
 * Where local services keep what must outlive them. On disk below one folder, or in memory; nothing
 * else in `local/` touches the file system.
 */
export interface Storage {
  /** `name` is a path of plain words: `kinesis/billing-changes/shardId-000000000000`. */
  log(name: string): Log;
  /** The names of the logs that lie in the folder itself, in text order. */
  logs(folder: string): Promise<string[]>;
  /** Deletes a log, which nobody appends to any more. */
  removeLog(name: string): Promise<void>;
  /** A tree of plain files that any tool can open. */
  files(name: string): FileTree;
  /** Flushes what is pending and closes every file. */
  close(): Promise<void>;
}

/** An append-only sequence of entries. A torn last entry (a crash while writing) is dropped when opened. */
export interface Log {
  /**
   * Resolves once written, so that `kill -9` does not lose it; flushed to disk within 50 ms. The entry must not
   * change before.
   */
  append(entry: Uint8Array): Promise<void>;
  /** Every entry, oldest first. */
  read(): AsyncIterable<Uint8Array>;
  /** Replaces all entries in one step: a crash leaves either the old or the new ones. */
  rewrite(entries: Iterable<Uint8Array>): Promise<void>;
}

/** Keys may hold any characters; `a` and `a/b` can both be files, also where names ignore case. */
export interface FileTree {
  /** Replaces in one step: no reader sees half a file. */
  write(key: string, content: Uint8Array): Promise<void>;
  read(key: string): Promise<Uint8Array | undefined>;
  delete(key: string): Promise<void>;
  /** Keys that start with `prefix`, in UTF-8 byte order. */
  list(prefix: string): Promise<string[]>;
  /** Where the file lies on disk, for tools that open it; undefined in memory. */
  location(key: string): string | undefined;
}
