import { spawn, spawnSync } from 'node:child_process';
import type { Tool } from '../support/require-tool';

/** A client program that `.ci/install-peers` installs; `probe` must succeed. */
export function findClient(file: string, probe: string[]): Tool<string> {
  return spawnSync(file, probe).status === 0
    ? { found: file }
    : { missing: `${[file, ...probe].join(' ')} to work (.ci/install-peers installs it)` };
}

export interface ClientRun {
  file: string;
  args: string[];
  input?: string;
  env?: Record<string, string>;
}

/** Runs a client beside the server, which lives in this process. */
export async function runClient(run: ClientRun): Promise<{ status: unknown; output: string }> {
  const child = spawn(run.file, run.args, { env: { ...process.env, ...run.env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  child.stdin.end(run.input ?? '');
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, output };
}
