import { Command } from 'commander';
import { addDemoCommand } from './commands/demo';
import { addDmsCommand } from './commands/dms';
import { addDownCommand } from './commands/down';
import { addLocalCommand } from './commands/local';
import { addQueryCommand } from './commands/query';
import { addReconcileCommand } from './commands/reconcile';
import { addSeedCommand } from './commands/seed';
import { addSqlCommand } from './commands/sql';
import { addSubscribeCommand } from './commands/subscribe';
import { addTailCommand } from './commands/tail';
import { addUpCommand } from './commands/up';
import type { Screen } from './screen';

const EXAMPLES = `
Examples:
  tributary demo                               the whole feed on this laptop, reconciled, in under a minute
  tributary local                              keep the laptop cloud up, for aws, a SQL client and the commands below
  tributary up --target aws                    deploy, run the scripts, prove delivery, start the task
  tributary seed --rows 1000 --target laptop   a thousand invoices, some far above normal usage
  tributary query 'SELECT count(*) FROM billing_changes'
  tributary reconcile --target aws             source against lake: exits 1 when they differ

Exit codes: 0 done · 1 something does not hold, or a bug · 2 a mistake in the command, the settings or the target`;

/** Every command. Errors are thrown, not exited on. */
export function createProgram(screen: Screen): Command {
  const program = new Command('tributary')
    .description(
      'Every change of SQL Server in a stream, an S3 lake and with the people who act on it',
    )
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .showSuggestionAfterError();
  const add = [
    addDemoCommand,
    addLocalCommand,
    addUpCommand,
    addDownCommand,
    addSqlCommand,
    addSeedCommand,
    addDmsCommand,
    addTailCommand,
    addSubscribeCommand,
    addQueryCommand,
    addReconcileCommand,
  ];
  for (const addCommand of add) addCommand(program, screen);
  return program;
}
