import { InvalidArgumentError, Option, type Command } from 'commander';
import { declaredFeeds, feedOfKind, namedFeed } from './declared-feeds';
import { feedSide } from './feed-side';
import { resolveLake, resolveTarget } from './resolve-target';
import type { Screen } from './screen';
import { NotDeployedError } from './stack-outputs';
import {
  closeTarget,
  dynamoTarget,
  relationalTarget,
  type DynamoTarget,
  type LakeTarget,
  type RelationalTarget,
  type Target,
  type TargetName,
} from './target';

/** Options that choose a deployment; every command that talks to one has them. */
export interface TargetOptions {
  target: TargetName;
  feed?: string;
}

/** A command that changes something has no default target: nobody writes to AWS by a slip. */
export function addTargetOptions(command: Command, access: 'reads' | 'writes'): Command {
  const target = new Option('--target <target>', 'the deployment to work on').choices([
    'laptop',
    'aws',
  ]);
  command.addOption(access === 'writes' ? target.makeOptionMandatory() : target.default('laptop'));
  return command.option('--feed <id>', 'the feed, where settings.ts has more than one');
}

/** How long a comparison of source and lake waits for what is on its way; without it as long as the feed allows. */
export interface WaitOption {
  wait?: number;
}

const WAIT_SECONDS_MAX = 86_400;

export function addWaitOption(command: Command): Command {
  return command.option(
    '--wait <seconds>',
    'how long a change may be on its way before its key counts as differing',
    wholeNumber({ min: 0, max: WAIT_SECONDS_MAX }),
  );
}

/** The feed named, or all of settings.ts in its order. */
export function chosenFeeds(given: string | undefined): string[] {
  return given === undefined ? declaredFeeds().map(({ id }) => id) : [namedFeed(given).id];
}

/** Runs the work against the target and closes its clients, whatever happens. */
export async function withFeed(
  feed: string,
  options: TargetOptions,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const target = resolveTarget({ target: options.target, feed });
  try {
    await work(target);
  } finally {
    closeTarget(target);
  }
}

/** For commands that read one feed: the feed named, or the first of settings.ts, which is then said. */
export function withTarget(
  options: TargetOptions,
  screen: Screen,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const feeds = declaredFeeds();
  if (options.feed !== undefined) return withFeed(namedFeed(options.feed).id, options, work);
  const [first, ...others] = feeds.map(({ id }) => id);
  return withFeed(first ?? '', options, (target) => {
    if (others.length > 0) {
      screen.note(`feed ${target.feed.feed}; --feed chooses ${others.join(' or ')}`);
    }
    return work(target);
  });
}

export function withRelational(
  options: TargetOptions,
  work: (target: RelationalTarget) => Promise<void>,
): Promise<void> {
  return withFeed(feedOfKind('sqlserver', options.feed), options, (target) =>
    work(relationalTarget(target)),
  );
}

export function withDynamo(
  options: TargetOptions,
  work: (target: DynamoTarget) => Promise<void>,
): Promise<void> {
  return withFeed(feedOfKind('dynamodb', options.feed), options, (target) =>
    work(dynamoTarget(target)),
  );
}

/**
 * The feed named, or every feed of settings.ts in order. Of several, one that is not deployed is said
 * and passed over; that none is deployed is an error.
 */
export async function withEachTarget(
  options: TargetOptions,
  screen: Screen,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  if (options.feed !== undefined) return withFeed(namedFeed(options.feed).id, options, work);
  const missing: NotDeployedError[] = [];
  const feeds = declaredFeeds();
  for (const { id } of feeds) {
    try {
      await withFeed(id, options, work);
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.push(error);
    }
  }
  const [first] = missing;
  if (first !== undefined && missing.length === feeds.length) throw first;
  for (const { message } of missing) screen.note(`passed over: ${message}`);
}

/** The lake of the feed named, or the first of settings.ts that can be seen. */
export async function withLake(
  options: TargetOptions,
  screen: Screen,
  work: (lake: LakeTarget) => Promise<void>,
): Promise<void> {
  const lake = firstLake(options, screen);
  try {
    await work(lake);
  } finally {
    lake.clients.destroy();
  }
}

function firstLake(options: TargetOptions, screen: Screen): LakeTarget {
  const { target } = options;
  if (options.feed !== undefined) {
    return resolveLake({ target, feed: namedFeed(options.feed).id });
  }
  const feeds = declaredFeeds();
  const missing: NotDeployedError[] = [];
  for (const { id } of feeds) {
    try {
      const lake = resolveLake({ target, feed: id });
      if (feeds.some((feed) => feedSide(feed.id, 'lake') !== undefined)) {
        screen.note(`the lake of feed ${id}; --feed chooses another`);
      }
      return lake;
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.push(error);
    }
  }
  throw missing[0] ?? new Error('settings.ts has no feed');
}

/** Whether the laptop's policies hold. */
export function permissionsOption(): Option {
  return new Option('--permissions <on|off>', 'off allows every call, whatever the policies say')
    .choices(['on', 'off'])
    .default('on');
}

/** Said on screen, so that nobody takes such a run for one that AWS would let pass. */
export const PERMISSIONS_OFF =
  '--permissions off: every call is allowed; AWS may refuse what passes here';

/** Parses an option that counts something. */
export function wholeNumber(range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= range.min && value <= range.max) return value;
    throw new InvalidArgumentError(
      `Expected a whole number from ${String(range.min)} to ${String(range.max)}.`,
    );
  };
}
