import { createInterface } from 'node:readline/promises';
import { UserError } from './user-error';

/** Asks on the terminal; where there is none, `--yes` is the only way to agree. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError('Without a terminal, agree by --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
