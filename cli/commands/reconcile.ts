import type { Command } from 'commander';
import { tableName } from '../../wire/feed-table';
import { addTargetOptions, withTarget, type TargetOptions } from '../command-options';
import { reconcileTable } from '../reconcile/reconcile-table';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { Screen } from '../screen';
import { UserError } from '../user-error';

interface ReconcileOptions extends TargetOptions {
  table?: string;
  json?: true;
}

export function addReconcileCommand(program: Command, screen: Screen): void {
  const command = program
    .command('reconcile')
    .description('compare source and lake by count and checksum, and name the keys that differ')
    .option('--table <schema.table>', 'one table instead of all')
    .option('--json', 'the result as JSON')
    .action((options: ReconcileOptions) => reconcile(options, screen));
  addTargetOptions(command, 'reads');
}

async function reconcile(options: ReconcileOptions, screen: Screen): Promise<void> {
  await withTarget(options, async (target) => {
    const tables = target.feed.tables.filter(
      (table) => options.table === undefined || tableName(table) === options.table,
    );
    if (tables.length === 0) {
      const known = target.feed.tables.map(tableName).join(', ');
      throw new UserError(
        `Feed ${target.feed.feed} has no table ${options.table ?? ''}; it has ${known}.`,
      );
    }
    const keyless = tables.filter(({ key }) => key.length === 0);
    const results = [];
    for (const table of tables) {
      if (!keyless.includes(table)) results.push(await reconcileTable(target, screen, table));
    }
    screen.settle();
    if (options.json === true) screen.line(JSON.stringify(results));
    else screen.line(reconciliationText(results));
    for (const table of keyless) {
      screen.line(
        `${tableName(table)} declares no key and was not compared; give it one in settings.ts.`,
      );
    }
    if (results.some(({ exact }) => !exact)) {
      process.exitCode = 1;
    }
  });
}
