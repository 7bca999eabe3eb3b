import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../report';
import { inTurns, seconds } from '../rounds';

const PROJECT = join(__dirname, '../..');
/** What cdktf itself runs. */
const { app } = JSON.parse(readFileSync(join(PROJECT, 'cdktf.json'), 'utf8')) as { app: string };
const ROUNDS = 3;
const FLOOR_SECONDS = { app: 3, cdktf: 10 };

/** Whole processes, as a user waits for them: the app alone, and `cdktf synth` around it. */
export async function synth(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-synth-'));
  const outdirs = { app: join(folder, 'app'), cdktf: join(folder, 'cdktf') };
  const cdktf = join(PROJECT, 'node_modules/.bin/cdktf');
  try {
    const found = await inTurns(
      {
        app: () => seconds(() => run('sh', ['-c', app], { CDKTF_OUTDIR: outdirs.app })),
        cdktf: () => seconds(() => run(cdktf, ['synth', '--output', outdirs.cdktf])),
      },
      ROUNDS,
    );
    if (stackJson(outdirs.app) !== stackJson(outdirs.cdktf))
      throw new Error('The app and cdktf synth wrote different stacks');
    return {
      title: 'Synthesizing, seconds',
      how: 'Whole processes in turns, every stack of settings.ts with its bundles; both wrote the same JSON.',
      heading: ['command', 'seconds'],
      rows: [
        [app, found.app.toFixed(2)],
        ['cdktf synth', found.cdktf.toFixed(2)],
      ],
      figures: [
        {
          what: 'app synth',
          value: found.app,
          unit: 's',
          bound: 'at most',
          floor: FLOOR_SECONDS.app,
        },
        {
          what: 'cdktf synth',
          value: found.cdktf,
          unit: 's',
          bound: 'at most',
          floor: FLOOR_SECONDS.cdktf,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(file: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const child = spawn(file, args, {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CI: 'true', CHECKPOINT_DISABLE: '1', ...env },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}`);
}

function stackJson(outdir: string): string {
  const stacks = join(outdir, 'stacks');
  return readdirSync(stacks)
    .sort()
    .map((stack) => readFileSync(join(stacks, stack, 'cdk.tf.json'), 'utf8'))
    .join('\n');
}
