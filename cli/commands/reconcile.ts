import type { Command } from 'commander';
import { tableName } from '../../wire/feed-table';
import {
  addTargetOptions,
  addWaitOption,
  withEachTarget,
  type TargetOptions,
  type WaitOption,
} from '../command-options';
import { arrivalWaitSeconds } from '../reconcile/arrival-wait';
import { reconcileItems } from '../reconcile/reconcile-items';
import { reconcileTable } from '../reconcile/reconcile-table';
import { repairItemFeed, repairTable } from '../reconcile/repair-feed';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import type { Screen } from '../screen';
import { byKind, type DynamoTarget, type RelationalTarget, type Target } from '../target';
import { UserError } from '../user-error';

interface ReconcileOptions extends TargetOptions, WaitOption {
  table?: string;
  repair?: true;
  json?: true;
}

export function addReconcileCommand(program: Command, screen: Screen): void {
  const command = program
    .command('reconcile')
    .description('compare source and lake by count and checksum, and name the keys that differ')
    .option('--table <name>', 'one table instead of all')
    .option('--repair', 'read what differs from its source again, and bring it to the lake')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nExit code: 0 source and lake are alike; 1 they differ; 2 they could not be compared.',
    )
    .action((options: ReconcileOptions, itself: Command) => {
      // A repair writes, so it has no default target, as other commands that write.
      if (options.repair === true && itself.getOptionValueSource('target') === 'default') {
        itself.error("error: required option '--target <target>' not specified");
      }
      return reconcile(options, screen);
    });
  addTargetOptions(addWaitOption(command), 'reads');
}

async function reconcile(options: ReconcileOptions, screen: Screen): Promise<void> {
  const results: TableReconciliation[] = [];
  const known: string[] = [];
  await withEachTarget(options, screen, async (target) => {
    known.push(...tableNames(target));
    const found = await byKind(target, {
      sqlserver: (relational) => reconcileTables(relational, options, screen),
      dynamodb: (dynamo) => reconcileTheItems(dynamo, options, screen),
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

async function reconcileTheItems(
  target: DynamoTarget,
  options: ReconcileOptions,
  screen: Screen,
): Promise<TableReconciliation[]> {
  if (!isWanted(target.feed.table.name, options)) return [];
  const wait = { waitSeconds: options.wait ?? arrivalWaitSeconds(target) };
  if (options.repair === true) return [await repairItemFeed(target, screen, wait)];
  return [(await reconcileItems(target, screen, wait)).result];
}

async function reconcileTables(
  target: RelationalTarget,
  options: ReconcileOptions,
  screen: Screen,
): Promise<TableReconciliation[]> {
  const waitSeconds = options.wait ?? arrivalWaitSeconds(target);
  const results: TableReconciliation[] = [];
  for (const table of target.feed.tables.filter((one) => isWanted(tableName(one), options))) {
    results.push(
      options.repair === true
        ? await repairTable(target, screen, { table, waitSeconds })
        : (await reconcileTable(target, screen, { table, waitSeconds })).result,
    );
  }
  return results;
}

function report(
  results: readonly TableReconciliation[],
  options: ReconcileOptions,
  screen: Screen,
): void {
  screen.settle();
  if (options.json === true) screen.line(JSON.stringify(results));
  else {
    screen.line(reconciliationText(results));
    for (const { table, position } of results) {
      if (position !== undefined) screen.note(`${table}: the source stood at ${position}`);
    }
  }
  if (results.some(({ exact }) => !exact)) process.exitCode = 1;
}
