import type { Settings } from '../../settings/define-settings';
import type { FeedStacks } from '../feed-stacks';
import { UserError } from '../user-error';

/**
 * Deleting data takes two keys: the environment's, and each resource's own. Throws with every key that
 * is not given.
 */
export function refuseUndeletable(
  settings: Settings,
  feeds: readonly string[],
  stacks: FeedStacks,
): void {
  const closed = [
    ['allowDataDeletion', settings.allowDataDeletion] as const,
    ...(stacks.lakes.length > 0 || stacks.shared.includes('lake')
      ? [['lake.deleteDataOnDestroy', settings.lake.deleteDataOnDestroy] as const]
      : []),
    ...feeds.filter((id) => stacks.feeds.includes(id)).flatMap((id) => feedKeys(settings, id)),
  ].flatMap(([name, open]) => (open === true ? [] : [name]));
  if (closed.length === 0) return;
  throw new UserError(
    `down would delete data, which these settings do not allow: ${closed.join(', ')}. Set them to true, run "up", then "down" again.`,
  );
}

function feedKeys(settings: Settings, id: string): (readonly [string, boolean | undefined])[] {
  const feed = settings.feeds[id];
  const key = (part: string, value: { deleteDataOnDestroy?: boolean }) =>
    [`feeds.${id}.${part}.deleteDataOnDestroy`, value.deleteDataOnDestroy] as const;
  switch (feed?.kind) {
    case 'sqlserver':
      return [key('database', feed.database), key('alerts', feed.alerts)];
    case 'dynamodb':
      // A table that stood before stays.
      return feed.table.kind === 'create' ? [key('table', feed.table)] : [];
    case undefined:
      return [];
  }
}
