import type { FileTree } from '../../storage/storage';

const CHUNK_BYTES_MAX = 64 * 1024;

export interface FunctionLog {
  write(text: string): void;
  /** Resolves once what was written so far can be read. */
  flush(): Promise<void>;
}

/**
 * The log stream of one execution environment as plain text files `STREAM/0001.log`, …: a new file each
 * 64 KB, so that a flush rewrites little.
 */
export function functionLog(files: FileTree, stream: string): FunctionLog {
  let chunk = 1;
  let text = '';
  let writing: Promise<void> = Promise.resolve();
  const save = async () => {
    const key = `${stream}/${String(chunk).padStart(4, '0')}.log`;
    const content = Buffer.from(text);
    if (content.length > CHUNK_BYTES_MAX) {
      chunk += 1;
      text = '';
    }
    if (content.length > 0) await files.write(key, content);
  };
  return {
    write: (more) => {
      text += more;
    },
    flush: () => (writing = writing.then(save)),
  };
}
