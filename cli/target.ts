import type {
  DynamoFeedOutputs,
  FeedOutputs,
  ItemLakeOutputs,
  RelationalFeedOutputs,
} from '../wire/feed-outputs';
import type { Clients } from './clients';

export type TargetName = 'laptop' | 'aws';

/** The lake as a command reaches it, with the clients of the lake's account. */
export interface LakeTarget {
  name: TargetName;
  outputs: RelationalFeedOutputs['lake'] | ItemLakeOutputs;
  clients: Clients;
}

interface TargetOf<Feed extends FeedOutputs> {
  name: TargetName;
  feed: Feed;
  /** Of the feed's account. */
  clients: Clients;
  /** Where the feed crosses accounts, of another account than the feed's. */
  lake: LakeTarget;
}

export type RelationalTarget = TargetOf<RelationalFeedOutputs>;
export type DynamoTarget = TargetOf<DynamoFeedOutputs>;

/** A deployment that a command works on. Nothing behind it knows which of laptop and AWS it is. */
export type Target = RelationalTarget | DynamoTarget;

/** Does what the target's kind of feed asks for. */
export function byKind<Result>(
  target: Target,
  work: {
    sqlserver: (target: RelationalTarget) => Result;
    dynamodb: (target: DynamoTarget) => Result;
  },
): Result {
  return target.feed.kind === 'sqlserver'
    ? work.sqlserver(target as RelationalTarget)
    : work.dynamodb(target as DynamoTarget);
}

/** For callers that chose a feed of that kind. */
export function relationalTarget(target: Target): RelationalTarget {
  return byKind(target, { sqlserver: (same) => same, dynamodb: otherKind });
}

/** As `relationalTarget`. */
export function dynamoTarget(target: Target): DynamoTarget {
  return byKind(target, { sqlserver: otherKind, dynamodb: (same) => same });
}

function otherKind({ feed }: Target): never {
  throw new Error(`Feed ${feed.feed} is of kind ${feed.kind}`);
}

export function closeTarget({ clients, lake }: Target): void {
  clients.destroy();
  lake.clients.destroy();
}
