import { CommanderError } from 'commander';
import { DefinitionError } from '../local/definition/definition-error';
import { SettingsError } from '../settings/settings-error';
import { refuseSwallowedFlags } from './npm-flags';
import { createProgram } from './program';
import { createScreen } from './screen';
import { UserError } from './user-error';

/** The user's mistake. */
const EXIT_USER = 2;
/** Our bug, or a check that does not hold. */
const EXIT_FAILED = 1;

/** Runs one command line. Exit code 0: done; 1: something does not hold, or a bug; 2: the user's mistake. */
export function main(argv: readonly string[]): void {
  const screen = createScreen(process.stdout, process.stderr);
  const program = createProgram(screen, argv.slice(2));
  endQuietlyWithoutReader();
  run().catch((error: unknown) => {
    screen.settle();
    // What a failed start left open must not keep the process.
    process.exit(exitCode(error));
  });

  async function run(): Promise<void> {
    refuseSwallowedFlags(program, process.env);
    await program.parseAsync(argv);
  }
}

/** `tributary tail | head -3` ends when its reader has read enough. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USER;
  if (isUsersMistake(error)) {
    process.stderr.write(`${error.message}\n`);
    return EXIT_USER;
  }
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT_FAILED;
}

function isUsersMistake(error: unknown): error is Error {
  return [UserError, DefinitionError, SettingsError].some((kind) => error instanceof kind);
}
