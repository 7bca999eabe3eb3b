import { Command } from 'commander';
import { COMMAND_MODULES } from './command-modules';
import type { Screen } from './screen';

const EXAMPLES = `
Examples:
  tributary demo                               the SQL Server feed on this laptop, reconciled, in under a minute
  tributary demo dynamodb                      the DynamoDB feed, the same way
  tributary local                              keep the laptop cloud up, for aws, a SQL client and the commands below
  tributary permissions --preflight            what the policies would refuse, before anything is deployed
  tributary up --target aws                    deploy, and bring every feed to run; --feed takes one
  tributary seed --rows 1000 --target laptop   a thousand invoices, some far above normal usage
  tributary load --target aws                  what a DynamoDB table held before its stream
  tributary query 'SELECT count(*) FROM billing_changes'
  tributary reconcile --target aws             sources against lake: exits 1 when they differ
  tributary reconcile --repair --target aws    items that differ, read from their table again

Exit codes: 0 done · 1 something does not hold, or a bug · 2 a mistake in the command, the settings or the target`;

/**
 * Every command, of which only those that the arguments name are loaded: `--help` needs no AWS client and
 * no laptop cloud. Errors are thrown, not exited on.
 */
export function createProgram(screen: Screen, args: readonly string[]): Command {
  const program = new Command('tributary')
    .description(
      'Every change of SQL Server and DynamoDB in a stream, an S3 lake and with the people who act on it',
    )
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) });
  for (const { name, description, load } of COMMAND_MODULES) {
    if (args.includes(name)) load()(program, screen);
    else program.command(name).description(description);
  }
  return program;
}

/** Commander puts "(Did you mean seed?)" on a line of its own. */
function oneLine(text: string): string {
  return `${text.trim().replace(/\n+/g, ' ')}\n`;
}
