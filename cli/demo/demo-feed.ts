import { declaredFeeds, type DeclaredFeed } from '../declared-feeds';
import { UserError } from '../user-error';

/**
 * The feed that the demo shows: the one named, the first of the kind named, or without a name the main
 * job's, the first SQL Server feed.
 */
export function demoFeed(
  what: string | undefined,
  feeds: readonly DeclaredFeed[] = declaredFeeds(),
): string {
  const found =
    what === undefined
      ? (feeds.find(({ kind }) => kind === 'sqlserver') ?? feeds[0])
      : (feeds.find(({ id }) => id === what) ?? feeds.find(({ kind }) => kind === what));
  if (found !== undefined) return found.id;
  const known = feeds.map(({ id, kind }) => `${id} (${kind})`).join(', ');
  throw new UserError(`There is no feed or kind "${what ?? ''}" in settings.ts; it has ${known}.`);
}
