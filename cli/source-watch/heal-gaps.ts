import { tableName } from '../../wire/feed-table';
import { gapText } from '../../wire/source-watch';
import { repairTable, type RepairWait } from '../reconcile/repair-feed';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import type { Screen } from '../screen';
import { reloadTables } from '../steps/reload-tables';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';
import { askSourceWatch } from './ask-source-watch';

/**
 * Loads just the tables again in whose changes the watch found a gap, and then brings what no load can: the
 * deletes that fell into it. May be repeated. Answers how source and lake compare at the end, per table with a gap
 * and a key.
 */
export async function healGaps(
  target: RelationalTarget,
  screen: Screen,
  wait: RepairWait,
): Promise<TableReconciliation[]> {
  const { gaps } = await askSourceWatch(target);
  if (gaps.length === 0) {
    screen.line('No gap stands open.');
    return [];
  }
  for (const gap of gaps) screen.line(`${gapText(gap)}.`);
  const touched = new Set(gaps.map(({ table }) => table));
  await reloadTables(target, [...touched], screen);
  const left = (await askSourceWatch(target)).gaps;
  if (left.length > 0) {
    throw new UserError(`${String(left.length)} gaps still stand open: run "tributary status".`);
  }
  screen.line('The gaps are healed. Looking for rows that were deleted within them …');
  const results = await bringDeletes(target, screen, { touched, ...wait });
  if (results.length > 0) screen.line(reconciliationText(results));
  return results;
}

async function bringDeletes(
  target: RelationalTarget,
  screen: Screen,
  { touched, ...wait }: RepairWait & { touched: ReadonlySet<string> },
): Promise<TableReconciliation[]> {
  const results: TableReconciliation[] = [];
  for (const table of target.feed.tables.filter((each) => touched.has(tableName(each)))) {
    if (table.key.length === 0) {
      screen.line(`${tableName(table)} has no key: its newest load holds its rows as they stand.`);
      continue;
    }
    results.push(await repairTable(target, screen, { table, ...wait }));
  }
  screen.settle();
  return results;
}
