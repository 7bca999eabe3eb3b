import { buildSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One file, `index.js`, that exports `handler` and needs nothing but Node. The same source gives the
 * same folder, so that parallel synthesizing processes share it instead of racing for it.
 */
export function bundle(handlerFile: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [handlerFile],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // ES modules first: only from these does esbuild leave out what a function never calls.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    loader: { '.sql': 'text', '.pem': 'text' },
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made nothing of ${handlerFile}`);
  return place(output.contents);
}

function place(contents: Uint8Array): string {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 32);
  const folders = join(tmpdir(), 'tributary-bundles');
  const folder = join(folders, hash);
  if (existsSync(folder)) return folder;
  const draft = join(folders, `${hash}.${crypto.randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'index.js'), contents);
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true });
    // Another process was first, with the same contents.
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}
