import type { FileTree } from '../../storage/storage';

const CHUNK_BYTES_MAX = 64 * 1024;
/** Of a function, over all its streams; the oldest go first. */
const FILES_MAX = 200;

export interface FunctionLog {
  write(text: string): void;
  /** Starts to save what was written so far; no invocation waits for its log, as none does on AWS. */
  flush(): void;
  /** Resolves once all that was flushed can be read. */
  settled(): Promise<void>;
}

/**
 * The log stream of one execution environment as plain text files `STREAM/0001.log`, …: a new file each
 * 64 KB, so that a flush rewrites little. The function's newest files are kept, where CloudWatch keeps a time.
 * What is flushed while a file is being written goes with the next one.
 */
export function functionLog(files: FileTree, stream: string): FunctionLog {
  let chunk = 1;
  let text = '';
  let savedChunk = 0;
  let isDue = false;
  let saving: Promise<void> | undefined;
  const save = async () => {
    const key = `${stream}/${String(chunk).padStart(4, '0')}.log`;
    const saved = text;
    const content = Buffer.from(saved);
    if (content.length === 0) return;
    await files.write(key, content);
    if (chunk !== savedChunk) await dropOldest(files, key);
    savedChunk = chunk;
    if (content.length <= CHUNK_BYTES_MAX) return;
    chunk += 1;
    text = text.slice(saved.length);
  };
  const saveAll = async () => {
    while (isDue) {
      isDue = false;
      // The storage tells of a full disk; the next flush writes this file again.
      await save().catch(() => undefined);
    }
    saving = undefined;
  };
  return {
    write: (more) => {
      text += more;
    },
    flush: () => {
      isDue = true;
      saving ??= saveAll();
    },
    settled: () => saving ?? Promise.resolve(),
  };
}

/** Streams are named for their day, and files of a stream count up. */
async function dropOldest(files: FileTree, newest: string): Promise<void> {
  const others = (await files.list('')).filter((key) => key !== newest);
  for (const key of others.slice(0, Math.max(0, others.length + 1 - FILES_MAX)))
    await files.delete(key);
}
