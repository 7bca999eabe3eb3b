import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** All that the command line runs from. */
const PARTS = [
  'cdktf.json',
  'cli',
  'consumers',
  'local',
  'main.ts',
  'package.json',
  'settings',
  'settings.ts',
  'sql',
  'stacks',
  'tsconfig.json',
  'wire',
];

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** A copy of the project as a user has it, to run commands in, and to edit as a user would. */
export interface ScratchProject {
  directory: string;
  run(args: readonly string[], environment?: Record<string, string>): Promise<Ran>;
  /** Replaces text in a file; throws where it does not stand. */
  edit(file: string, from: string, to: string): void;
  remove(): void;
}

export function scratchProject(): ScratchProject {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-project-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    run: (args, environment = {}) => runCommand(directory, args, environment),
    edit: (file, from, to) => {
      const path = join(directory, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function runCommand(
  directory: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['cli/tributary.js', ...args], {
      cwd: directory,
      env: { ...withoutNpm(process.env), ...environment },
    });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (ran.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (ran.err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}

/** `npm test` tells its children of its own flags. */
function withoutNpm(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('npm_')),
  );
}
