import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle, bundleAhead } from '../../stacks/constructs/bundle';
import type { Report } from '../report';
import { median } from '../rounds';
import { functionEnvironments } from './function-environments';
import { packageBytes } from './package-bytes';

const PROJECT = join(__dirname, '../..');
const ROUNDS = 21;
const SHARE_FLOOR = 1 / 3;

interface Loaded {
  milliseconds: number;
  files: string[];
}

interface Deployed {
  milliseconds: number;
  bytes: number;
}

/** Each function as it is deployed, and the same handler with its packages left in node_modules. */
export async function bundles(): Promise<Report> {
  await bundleAhead(join(PROJECT, 'consumers'));
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-bundles-'));
  try {
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
    const rows = [...functionEnvironments()].map(([name, environment]) => {
      const handler = join(PROJECT, 'consumers', consumerOf(name), 'handler.ts');
      const files = {
        bundled: join(bundle(handler), 'index.js'),
        unbundled: unbundled(handler, join(folder, `${name}.js`)),
      };
      return { name: consumerOf(name), ...compare(files, environment) };
    });
    return reportOf(rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function reportOf(rows: ({ name: string } & ReturnType<typeof compare>)[]): Report {
  const share = (of: keyof Deployed) =>
    Math.max(...rows.map(({ bundled, plain }) => bundled[of] / plain[of]));
  return {
    title: 'Functions: size and time to load',
    how:
      'Each handler in a fresh Node process with the environment of its stack, bundled as deployed and with its ' +
      'packages in node_modules, by turns; the size is that of what is uploaded: the files, or the whole of each package that it loads.',
    heading: ['function', 'bundled KB', 'unbundled KB', 'bundled ms', 'unbundled ms'],
    rows: rows.map(({ name, bundled, plain }) => [
      name,
      Math.round(bundled.bytes / 1000),
      Math.round(plain.bytes / 1000),
      bundled.milliseconds.toFixed(0),
      plain.milliseconds.toFixed(0),
    ]),
    figures: [
      {
        what: 'largest share of the size',
        value: share('bytes'),
        unit: 'of unbundled',
        bound: 'at most',
        floor: SHARE_FLOOR,
      },
      {
        what: 'largest share of the time',
        value: share('milliseconds'),
        unit: 'of unbundled',
        bound: 'at most',
        floor: SHARE_FLOOR,
      },
    ],
  };
}

function consumerOf(functionName: string): string {
  const found = readdirSync(join(PROJECT, 'consumers')).find((folder) =>
    functionName.endsWith(`-${folder}`),
  );
  if (found === undefined) throw new Error(`No folder of consumers/ is known for ${functionName}`);
  return found;
}

function unbundled(handler: string, outfile: string): string {
  buildSync({
    entryPoints: [handler],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    loader: { '.sql': 'text', '.pem': 'text' },
    logLevel: 'error',
  });
  return outfile;
}

function compare(
  files: { bundled: string; unbundled: string },
  environment: Record<string, string>,
): { bundled: Deployed; plain: Deployed } {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    bundled: load(files.bundled, environment),
    plain: load(files.unbundled, environment),
  }));
  const time = (of: 'bundled' | 'plain') => median(rounds.map((round) => round[of].milliseconds));
  return {
    bundled: { milliseconds: time('bundled'), bytes: packageBytes(filesBeside(files.bundled)) },
    plain: { milliseconds: time('plain'), bytes: packageBytes(rounds[0]?.plain.files ?? []) },
  };
}

/** What is uploaded with a bundle: also what it loads seldom. */
function filesBeside(file: string): string[] {
  return readdirSync(dirname(file))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(dirname(file), name));
}

function load(file: string, environment: Record<string, string>): Loaded {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(__dirname, 'load-module.js'), file],
    { encoding: 'utf8', env: { ...environment, AWS_REGION: 'eu-west-1', TZ: 'UTC' } },
  );
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return JSON.parse(stdout) as Loaded;
}
