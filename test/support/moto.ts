import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from './free-port';
import type { Tool } from './require-tool';
import { startServer, type OutsideServer } from './start-server';

const ROOT = resolve(__dirname, '../..');
const PYTHON = join(ROOT, '.venv/bin/python');
const LAUNCHER = join(ROOT, 'test/deploy/moto-launcher.py');

/** What any client of a server on loopback is given: no account answers to these. */
export const DUMMY_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
};

export interface Patch {
  patch: string;
  resources: string[];
}

export interface Moto {
  python: string;
  /** With the patches of the launcher. */
  startPatched(): Promise<OutsideServer>;
  /** As it was released. */
  start(): Promise<OutsideServer>;
  patches(): Patch[];
}

/** moto's server, where `.ci/install-peers` put it. */
export function findMoto(): Tool<Moto> {
  if (!existsSync(PYTHON) || spawnSync(PYTHON, ['-c', 'import moto.server']).status !== 0)
    return { missing: 'moto (.ci/install-peers installs it)' };
  const startWith = async (args: string[], portArgs: (port: string) => string[]) => {
    const port = await freePort();
    return startServer({ file: PYTHON, args: [...args, ...portArgs(String(port))], port });
  };
  return {
    found: {
      python: PYTHON,
      startPatched: () => startWith([LAUNCHER], (port) => [port]),
      start: () => startWith(['-m', 'moto.server', '-H', '127.0.0.1'], (port) => ['-p', port]),
      patches: () =>
        JSON.parse(
          spawnSync(PYTHON, [LAUNCHER, '--patched'], { encoding: 'utf8' }).stdout,
        ) as Patch[],
    },
  };
}
