import type { FileTree } from '../../storage/storage';

const CHUNK_BYTES_MAX = 64 * 1024;
/** Of a function, over all its streams; the oldest go first. */
const FILES_MAX = 200;

export interface FunctionLog {
  write(text: string): void;
  /** Resolves once what was written so far can be read. */
  flush(): Promise<void>;
}

/**
 * The log stream of one execution environment as plain text files `STREAM/0001.log`, …: a new file each
 * 64 KB, so that a flush rewrites little. The function's newest files are kept, where CloudWatch keeps a time.
 */
export function functionLog(files: FileTree, stream: string): FunctionLog {
  let chunk = 1;
  let text = '';
  let savedChunk = 0;
  let writing: Promise<void> = Promise.resolve();
  const save = async () => {
    const saving = chunk;
    const key = `${stream}/${String(saving).padStart(4, '0')}.log`;
    const content = Buffer.from(text);
    if (content.length > CHUNK_BYTES_MAX) {
      chunk += 1;
      text = '';
    }
    if (content.length === 0) return;
    await files.write(key, content);
    if (saving !== savedChunk) await dropOldest(files, key);
    savedChunk = saving;
  };
  return {
    write: (more) => {
      text += more;
    },
    flush: () => (writing = writing.then(save)),
  };
}

/** Streams are named for their day, and files of a stream count up. */
async function dropOldest(files: FileTree, newest: string): Promise<void> {
  const others = (await files.list('')).filter((key) => key !== newest);
  for (const key of others.slice(0, Math.max(0, others.length + 1 - FILES_MAX)))
    await files.delete(key);
}
