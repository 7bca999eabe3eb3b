import { spreadOf, type Spread } from './spread';

/** The times of a change on its way, in milliseconds since 1970; undefined where it has none. */
export interface ChangeTimes {
  committed: number;
  /** When DMS had read it; a DynamoDB feed has no such step. */
  read: number | undefined;
  arrived: number;
  /** When the object that it lies in could be read. */
  queryable: number | undefined;
  /** When its first alert was sent. */
  alerted: number | undefined;
}

export interface LagStage {
  stage: string;
  lag: Spread;
}

/** How late a feed is: commit to queryable, and its parts in the order of the way. */
export interface FeedLag {
  feed: string;
  minutes: number;
  /** Undefined where no change was seen. */
  commitToQueryable: Spread | undefined;
  stages: LagStage[];
}

type Step = readonly [stage: string, from: keyof ChangeTimes, to: keyof ChangeTimes];

const ROW_STEPS: readonly Step[] = [
  ['source to DMS', 'committed', 'read'],
  ['DMS to stream', 'read', 'arrived'],
  ['stream to lake', 'arrived', 'queryable'],
  ['stream to alert', 'arrived', 'alerted'],
];
const ITEM_STEPS: readonly Step[] = [
  ['table to stream', 'committed', 'arrived'],
  ['stream to lake', 'arrived', 'queryable'],
];

/**
 * The figures of a feed. Each time is of the clock of who tells it (source, DMS, Kinesis, S3, the consumer),
 * so a stage can come out below zero by as much as two clocks differ; S3 tells whole seconds.
 */
export function feedLag(
  feed: { feed: string; kind: 'sqlserver' | 'dynamodb' },
  minutes: number,
  changes: readonly ChangeTimes[],
): FeedLag {
  const steps = feed.kind === 'sqlserver' ? ROW_STEPS : ITEM_STEPS;
  return {
    feed: feed.feed,
    minutes,
    commitToQueryable: spreadOf(between(changes, 'committed', 'queryable')),
    stages: steps.flatMap(([stage, from, to]) => {
      const lag = spreadOf(between(changes, from, to));
      return lag === undefined ? [] : [{ stage, lag }];
    }),
  };
}

function between(
  changes: readonly ChangeTimes[],
  from: keyof ChangeTimes,
  to: keyof ChangeTimes,
): number[] {
  return changes.flatMap((change) => {
    const [start, end] = [change[from], change[to]];
    return start === undefined || end === undefined ? [] : [end - start];
  });
}
