import { setTimeout as sleep } from 'node:timers/promises';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { realPace, type Pace } from '../pace';
import { count } from '../progress';
import type { Screen } from '../screen';
import type { DynamoTarget, RelationalTarget } from '../target';
import { UserError } from '../user-error';
import { reconcileItems } from './reconcile-items';
import { reconcileTable } from './reconcile-table';
import { repairItems } from './repair-items';
import { repairRows } from './repair-rows';
import type { TableReconciliation } from './table-reconciliation';

/** Rounds after which what still differs is changing, or cannot be repaired. */
const ROUNDS_MAX = 20;

export interface RepairWait {
  waitSeconds: number;
  pace?: Pace;
  rowsPerPage?: number;
}

/** Compares, repairs what is named and compares again, until nothing differs or a round gains nothing. */
export async function repairItemFeed(
  target: DynamoTarget,
  screen: Screen,
  wait: RepairWait,
): Promise<TableReconciliation> {
  let { result, keys } = await reconcileItems(target, screen, wait);
  for (let round = 0; keys.length > 0 && round < ROUNDS_MAX; round += 1) {
    await repairItems(target, screen, keys);
    screen.note(`  ${count(keys.length)} items read again from ${result.table}`);
    const before = stillWrong(result);
    ({ result, keys } = await reconcileItems(target, screen));
    if (stillWrong(result) >= before && round > 0) break;
    // A change within the second of the reading stands later than it; the next second settles that.
    if (keys.length > 0) await sleep(1000);
  }
  return result;
}

function stillWrong({ rangesDiffering, tied = [] }: TableReconciliation): number {
  return rangesDiffering + tied.length;
}

/** As for items, for one table of a relational feed. */
export async function repairTable(
  target: RelationalTarget,
  screen: Screen,
  { table, ...wait }: RepairWait & { table: FeedTable },
): Promise<TableReconciliation> {
  let { result, keys } = await reconcileTable(target, screen, { table, ...wait });
  for (let round = 0; keys.length > 0 && round < ROUNDS_MAX; round += 1) {
    refuseUnrepairable(table, result);
    const pace = wait.pace ?? realPace;
    const sent = await repairRows(target, table, { keys, pace });
    screen.note(`  ${count(sent)} rows of ${result.table} read again and sent`);
    const before = keys.length;
    ({ result, keys } = await reconcileTable(target, screen, { table, ...wait }));
    if (sent === 0 || (keys.length >= before && round > 0)) break;
  }
  return result;
}

function refuseUnrepairable(table: FeedTable, { rowsNotNamed = 0 }: TableReconciliation): void {
  const name = tableName(table);
  const reload = '"tributary dms reload" brings every row again';
  if (table.key.length === 0) {
    throw new UserError(
      `${name} has no key, so no row of it can be sent again without becoming a second one. Declare a logical key in settings.ts, or: ${reload}.`,
    );
  }
  if (rowsNotNamed > 0) {
    throw new UserError(
      `${count(rowsNotNamed)} rows of ${name} differ beside those that could be named: ${reload}.`,
    );
  }
}
