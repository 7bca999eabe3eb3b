import type { FeedOutputs } from '../wire/feed-outputs';
import { loadSettings } from './load-settings';
import { UserError } from './user-error';

export type FeedKind = FeedOutputs['kind'];

export interface DeclaredFeed {
  id: string;
  kind: FeedKind;
}

const KIND_NAMES: Record<FeedKind, string> = { sqlserver: 'SQL Server', dynamodb: 'DynamoDB' };

/** The feeds of settings.ts, in its order. */
export function declaredFeeds(): DeclaredFeed[] {
  return Object.entries(loadSettings().feeds).map(([id, { kind }]) => ({ id, kind }));
}

/** The feed of that name; a name that settings.ts lacks is the user's mistake. */
export function namedFeed(
  id: string,
  feeds: readonly DeclaredFeed[] = declaredFeeds(),
): DeclaredFeed {
  const found = feeds.find((feed) => feed.id === id);
  if (found !== undefined) return found;
  throw new UserError(`There is no feed "${id}" in settings.ts; it has ${listed(feeds)}.`);
}

/** For commands that one kind of feed has: the feed named, or the only one of that kind. */
export function feedOfKind(
  kind: FeedKind,
  given: string | undefined,
  feeds: readonly DeclaredFeed[] = declaredFeeds(),
): string {
  const fitting = feeds.filter((feed) => feed.kind === kind);
  const name = KIND_NAMES[kind];
  if (given !== undefined && namedFeed(given, feeds).kind !== kind) {
    const known =
      fitting.length === 0 ? 'settings.ts has none' : `settings.ts has ${listed(fitting)}`;
    throw new UserError(`Feed "${given}" is no ${name} feed, which this command needs; ${known}.`);
  }
  const [only] = fitting;
  if (only === undefined) {
    throw new UserError(`This command needs a ${name} feed, and settings.ts has none.`);
  }
  if (given === undefined && fitting.length > 1) {
    throw new UserError(
      `settings.ts has ${String(fitting.length)} ${name} feeds; choose one with --feed: ${listed(fitting)}.`,
    );
  }
  return given ?? only.id;
}

function listed(feeds: readonly DeclaredFeed[]): string {
  return feeds.map(({ id }) => id).join(', ');
}
