import type { FeedContext } from './feed-context';
import { deliveryLogGroup } from './lake-delivery';
import { replicationLogGroup } from './replication';
import { functionLogGroup } from './typescript-function';

const CONSUMERS = ['billing-alerts', 'database-runner', 'flatten-row-changes', 'suspended-tables'];

/** Every log group of a feed: those that its key lets CloudWatch Logs encrypt. */
export function feedLogGroups(name: FeedContext['name']): string[] {
  return [
    ...CONSUMERS.map((consumer) => functionLogGroup(name('function', consumer))),
    deliveryLogGroup(name('delivery', 'lake')),
    replicationLogGroup(name('dms', 'replication')),
  ];
}
