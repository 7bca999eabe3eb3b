import { setTimeout as sleep } from 'node:timers/promises';
import { withDynamo, type TargetOptions } from '../command-options';
import { declaredFeeds, namedFeed } from '../declared-feeds';
import { count } from '../progress';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { reconcileItems } from './reconcile-items';
import { repairItems } from './repair-items';
import type { TableReconciliation } from './table-reconciliation';

/** Rounds after which what still differs is changing, or cannot be repaired. */
const ROUNDS_MAX = 10;

/** Compares, repairs what is named and compares again, until nothing differs or a round gains nothing. */
export async function repairFeed(
  options: TargetOptions,
  screen: Screen,
  report: (results: readonly TableReconciliation[]) => void,
): Promise<void> {
  refuseRelational(options.feed);
  await withDynamo(options, async (target) => {
    let { result, keys } = await reconcileItems(target, screen);
    for (let round = 0; keys.length > 0 && round < ROUNDS_MAX; round += 1) {
      await repairItems(target, screen, keys);
      screen.note(`  ${count(keys.length)} items read again from ${result.table}`);
      const before = result.rangesDiffering + (result.tied?.length ?? 0);
      ({ result, keys } = await reconcileItems(target, screen));
      if (result.rangesDiffering + (result.tied?.length ?? 0) >= before && round > 0) break;
      // A change within the second of the reading stands later than it; the next second settles that.
      if (keys.length > 0) await sleep(1000);
    }
    report([result]);
  });
}

function refuseRelational(feed: string | undefined): void {
  if (feed === undefined || namedFeed(feed).kind === 'dynamodb') return;
  const others = declaredFeeds().filter(({ kind }) => kind === 'dynamodb');
  throw new UserError(
    `Feed "${feed}" is a SQL Server feed: "tributary dms reload" brings its present rows again. --repair reads items of a DynamoDB table${others.length === 0 ? '' : ` (${others.map(({ id }) => id).join(', ')})`}.`,
  );
}
