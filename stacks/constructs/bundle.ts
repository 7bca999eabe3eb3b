import { build, buildSync, type BuildOptions, type OutputFile, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const SUBSTITUTES = join(__dirname, '../../consumers/ports/substitutes');

/** Packages that a function would load and never use, and what stands in their place: half of the time to load. */
const SUBSTITUTED = {
  // Looks for profiles, single sign-on and instance roles; a function has its keys in its environment.
  '@aws-sdk/credential-provider-node': join(SUBSTITUTES, 'environment-credentials.ts'),
  '@aws-sdk/endpoint-cache': join(SUBSTITUTES, 'endpoint-cache.ts'),
  '@js-joda/core': join(SUBSTITUTES, 'local-date.ts'),
  '@smithy/core/event-streams': join(SUBSTITUTES, 'event-streams.ts'),
  '@azure/core-auth': join(SUBSTITUTES, 'azure.ts'),
  '@azure/identity': join(SUBSTITUTES, 'azure.ts'),
  '@azure/keyvault-keys': join(SUBSTITUTES, 'azure.ts'),
  // Node's own streams, for older versions of Node.
  'readable-stream': 'node:stream',
};

/**
 * The SDK describes every operation in tables, whose keys are named by constants. esbuild keeps each table with such a
 * key, for what turning the key into text might do; with the text itself it leaves out what a function never reads.
 */
const LITERAL_KEYS: Plugin = {
  name: 'literal-keys',
  setup: (pass) => {
    pass.onLoad({ filter: /schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: literalKeys(await readFile(path, 'utf8')),
    }));
  },
};

/** By handler. */
const bundled = new Map<string, string>();

/** What Lambda is given of the folder that `bundle` makes. */
export const ARCHIVE = 'archive.zip';

/** The oldest time that a zip can tell: the archive of one source is always the same. */
const ARCHIVE_TIME = '1980-01-01T00:00:00';

/** What the handler of its folder imports when it needs it for the first time: a file of its own. */
const SELDOM = 'seldom';

/**
 * The folder of `index.js`, which exports `handler` and needs nothing but Node and, seldom, a file beside it, and of
 * their archive, which cdktf would start a process for. The same source gives the same folder, so that parallel
 * synthesizing processes share it instead of racing for it. The first call bundles all functions beside this one: what
 * they share is then parsed once.
 */
export function bundle(handlerFile: string): string {
  const known = bundled.get(handlerFile);
  if (known !== undefined && existsSync(known)) return known;
  keep(buildSync(filesNamed(basename(handlerFile), dirname(dirname(handlerFile)))).outputFiles);
  const folder = bundled.get(handlerFile);
  if (folder === undefined) throw new Error(`esbuild made nothing of ${handlerFile}`);
  return folder;
}

/**
 * Bundles every function of a folder in esbuild's own process, so that this one may load its constructs meanwhile. Only
 * so are the tables left out that a function never reads: esbuild takes no plugin where one waits for it.
 */
export async function bundleAhead(consumersFolder: string): Promise<void> {
  const options = filesNamed('handler.ts', consumersFolder);
  keep((await build({ ...options, plugins: [LITERAL_KEYS] })).outputFiles);
}

function literalKeys(text: string): string {
  const constants = new Map(
    Array.from(text.matchAll(/^const (_\w+) = (".*");$/gm), ([, name, value]) => [name, value]),
  );
  return text.replace(/(?<=\[)_\w+(?=\]:)/g, (name) => constants.get(name) ?? name);
}

function keep(outputFiles: readonly OutputFile[]): void {
  const name = `${SELDOM}.js`;
  for (const { path, contents } of outputFiles) {
    if (basename(path) === name) continue;
    const seldom = outputFiles.find((file) => file.path === join(dirname(path), name));
    const files = {
      'index.js': contents,
      ...(seldom !== undefined && { [name]: seldom.contents }),
    };
    bundled.set(path.replace(/\.js$/, '.ts'), place(files));
  }
}

function filesNamed(handler: string, consumersFolder: string) {
  return {
    entryPoints: readdirSync(consumersFolder)
      .flatMap((consumer) =>
        [handler, `${SELDOM}.ts`].map((name) => join(consumersFolder, consumer, name)),
      )
      .filter((file) => existsSync(file)),
    // Nothing is written there: esbuild wants to know how several files would lie.
    outdir: consumersFolder,
    outbase: consumersFolder,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: [`./${SELDOM}`],
    // As `require`, which finds a file without its ending.
    supported: { 'dynamic-import': false },
    // ES modules first: only from these does esbuild leave out what a function never calls.
    mainFields: ['module', 'main'],
    alias: SUBSTITUTED,
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    loader: { '.sql': 'text', '.pem': 'text' },
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}

function place(files: Record<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, contents] of Object.entries(files)) hash.update(name).update(contents);
  const name = hash.digest('hex').slice(0, 32);
  const folders = join(tmpdir(), 'tributary-functions');
  const folder = join(folders, name);
  if (existsSync(folder)) return folder;
  const draft = join(folders, `${name}.${crypto.randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  for (const [file, contents] of Object.entries(files)) writeFileSync(join(draft, file), contents);
  writeFileSync(join(draft, ARCHIVE), zipSync(files, { mtime: ARCHIVE_TIME }));
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true });
    // Another process was first, with the same contents.
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}
