import type { Command } from 'commander';
import { tableName } from '../../wire/feed-table';
import { addTargetOptions, withEachTarget, type TargetOptions } from '../command-options';
import { reconcileItems } from '../reconcile/reconcile-items';
import { reconcileTable } from '../reconcile/reconcile-table';
import { repairFeed } from '../reconcile/repair-feed';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import type { Screen } from '../screen';
import { byKind, type RelationalTarget, type Target } from '../target';
import { UserError } from '../user-error';

interface ReconcileOptions extends TargetOptions {
  table?: string;
  repair?: true;
  json?: true;
}

export function addReconcileCommand(program: Command, screen: Screen): void {
  const command = program
    .command('reconcile')
    .description('compare source and lake by count and checksum, and name the keys that differ')
    .option('--table <name>', 'one table instead of all')
    .option('--repair', 'bring items that differ from their DynamoDB table to the lake again')
    .option('--json', 'the result as JSON')
    .action((options: ReconcileOptions, itself: Command) => {
      if (options.repair === undefined) return reconcile(options, screen);
      // It writes, so it has no default target, as other commands that write.
      if (itself.getOptionValueSource('target') === 'default') {
        itself.error("error: required option '--target <target>' not specified");
      }
      return repairFeed(options, screen, (results) => report(results, options, screen));
    });
  addTargetOptions(command, 'reads');
}

async function reconcile(options: ReconcileOptions, screen: Screen): Promise<void> {
  const results: TableReconciliation[] = [];
  const known: string[] = [];
  await withEachTarget(options, screen, async (target) => {
    known.push(...tableNames(target));
    const found = await byKind(target, {
      sqlserver: (relational) => reconcileTables(relational, options, screen),
      dynamodb: async (dynamo) =>
        isWanted(dynamo.feed.table.name, options)
          ? [(await reconcileItems(dynamo, screen)).result]
          : [],
    });
    screen.settle();
    if (options.json !== true && found.length > 0) {
      if (results.length > 0) screen.line();
      report(found, options, screen);
    }
    results.push(...found);
  });
  if (!known.some((name) => isWanted(name, options))) {
    throw new UserError(
      `${options.feed === undefined ? 'No feed has a' : `Feed ${options.feed} has no`} table ${options.table ?? ''}; there are ${known.join(', ')}.`,
    );
  }
  if (options.json === true) report(results, options, screen);
}

function isWanted(name: string, { table }: ReconcileOptions): boolean {
  return table === undefined || table === name;
}

function tableNames(target: Target): string[] {
  return byKind(target, {
    sqlserver: ({ feed }) => feed.tables.map(tableName),
    dynamodb: ({ feed }) => [feed.table.name],
  });
}

async function reconcileTables(
  target: RelationalTarget,
  options: ReconcileOptions,
  screen: Screen,
): Promise<TableReconciliation[]> {
  const results: TableReconciliation[] = [];
  for (const table of target.feed.tables) {
    const name = tableName(table);
    if (!isWanted(name, options)) continue;
    if (table.key.length > 0) results.push(await reconcileTable(target, screen, table));
    else {
      screen.note(`${name} declares no key and was not compared; give it one in settings.ts.`);
    }
  }
  return results;
}

function report(
  results: readonly TableReconciliation[],
  options: ReconcileOptions,
  screen: Screen,
): void {
  screen.settle();
  screen.line(options.json === true ? JSON.stringify(results) : reconciliationText(results));
  if (results.some(({ exact }) => !exact)) process.exitCode = 1;
}
