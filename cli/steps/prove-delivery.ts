import { feedSide } from '../feed-side';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { awaitDelivery } from './await-delivery';

/**
 * Sends a canary and waits for it in the lake. People who deploy the source's account alone see no lake
 * in the other: that is said instead.
 */
export async function proveDelivery(target: DynamoTarget, screen: Screen): Promise<void> {
  if (feedSide(target.feed.feed, 'lake')?.isDeployed !== false)
    return awaitDelivery(target, screen);
  screen.line(
    `  ${'delivery'.padEnd(28)} into account ${target.feed.lake.account}, where "tributary query" shows it`,
  );
}
