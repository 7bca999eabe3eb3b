import { canonicalItem } from '../../wire/canonical-item';
import { columnOf } from '../../wire/item-column';
import { loadSettings } from '../load-settings';
import { count } from '../progress';
import { reconcileItems } from '../reconcile/reconcile-items';
import { reconciliationText } from '../reconcile/report-reconciliation';
import type { TableReconciliation } from '../reconcile/table-reconciliation';
import { silentScreen, type Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
import type { DynamoTarget } from '../target';
import { awaitSettled, secondsUntil } from './await-settled';
import {
  changeGeneratedItems,
  changeWalkthroughItem,
  idType,
  WALKTHROUGH_TITLE,
  walkthroughKey,
} from './change-items';
import { indented, queriedCount, showQuery } from './show-query';

export interface ItemDemoPlan {
  items: number;
  seed: number;
  /** How long changes may take to reach the lake before the demo fails. */
  settleSeconds: number;
}

export interface ItemDemoResult {
  tables: TableReconciliation[];
  keyType: 'S' | 'N';
  /** From the start of the first PutItem. */
  firstLakeRowSeconds: number;
}

/** The DynamoDB feed, start to end, against a target that is deployed. */
export async function runItemDemo(
  target: DynamoTarget,
  screen: Screen,
  plan: ItemDemoPlan,
): Promise<ItemDemoResult> {
  screen.line('\nStreaming destination, delivery');
  await bringUp(target, screen);
  const keyType = await idType(target);

  screen.line('\nChanges');
  const startedAt = Date.now();
  screen.line(`  ${await changeWalkthroughItem(target, keyType)}`);
  const changed = await changeGeneratedItems(target, screen, { ...plan, keyType });
  screen.line(
    `  ${count(changed.put)} items of all ten types put, ${count(changed.updated)} updated, ${count(changed.deleted)} deleted`,
  );

  const firstLakeRowSeconds = await secondsUntil(async () => (await rowCount(target)) > 0, {
    since: () => (Date.now() - startedAt) / 1000,
    deadline: startedAt + plan.settleSeconds * 1000,
  });
  const reconcile = async () => [(await reconcileItems(target, silentScreen)).result];
  const wait = { what: 'items', seconds: plan.settleSeconds };
  const tables = await awaitSettled(reconcile, screen, wait);
  return { tables, keyType, firstLakeRowSeconds };
}

/** Rows of changes that a query of the lake sees. */
function rowCount({ feed, lake }: DynamoTarget): Promise<number> {
  return queriedCount(
    lake,
    `SELECT count(*) FROM ${feed.lake.table} WHERE table_name = '${feed.table.name}'`,
  );
}

/** Prints what the demo found; returns whether all of it holds. */
export async function reportItemDemo(
  target: DynamoTarget,
  screen: Screen,
  result: ItemDemoResult,
): Promise<boolean> {
  const { feed, lake } = target;
  screen.line('\nReconciliation: items of the table against the current state of the lake');
  screen.line(indented(reconciliationText(result.tables)));
  screen.line(
    `\nAfter the first PutItem began: first row in the lake in ${result.firstLakeRowSeconds.toFixed(1)} s`,
  );
  screen.line('\nThe lake answers SQL');
  const key = canonicalItem(walkthroughKey(result.keyType));
  const columns = ['key_json', ...typedColumns(feed.feed), 'change_time'].join(', ');
  const answer = await showQuery(
    lake,
    screen,
    `SELECT ${columns} FROM ${feed.lake.views.current} WHERE key_json = '${key}'`,
  );
  screen.line();
  await showQuery(
    lake,
    screen,
    `SELECT operation, count(*) AS changes FROM ${feed.lake.table} WHERE table_name = '${feed.table.name}' GROUP BY operation ORDER BY 1`,
  );
  const values = answer.length === 1 ? (answer[0] ?? []) : [];
  const isPromoted = values.some((value) => value?.includes(WALKTHROUGH_TITLE) === true);
  if (!isPromoted) screen.line(`\nExpected one row with "${WALKTHROUGH_TITLE}"`);
  return isPromoted && result.tables.every(({ exact }) => exact);
}

/** The typed columns that settings list, with the whole item where the job title is none of them. */
function typedColumns(id: string): string[] {
  const feed = loadSettings().feeds[id];
  const listed = feed?.kind === 'dynamodb' ? feed.columns : [];
  const names = listed.map(({ attribute }) => columnOf(attribute));
  return names.includes(columnOf(['jobTitle'])) ? names : [...names, 'row_json'];
}
