import type { FeedContext } from './feed-context';
import { deliveryLogGroup } from './lake-delivery';
import { functionLogGroup } from './typescript-function';

/** The log groups that every feed has: those that its key lets CloudWatch Logs encrypt. */
export function feedLogGroups(name: FeedContext['name'], consumers: readonly string[]): string[] {
  return [
    ...consumers.map((consumer) => functionLogGroup(name('function', consumer))),
    deliveryLogGroup(name('delivery', 'lake')),
  ];
}
