import { count } from '../progress';
import { textTable } from '../text-table';
import type { FeedLag } from './feed-lag';
import type { Spread } from './spread';

/** The figure of a feed, and its stages as a table. */
export function lagText({ feed, minutes, commitToQueryable, stages }: FeedLag): string {
  const window = `the last ${String(minutes)} minutes`;
  if (commitToQueryable === undefined) return `${feed}: no change in ${window}`;
  const { changes } = commitToQueryable;
  const rows = [...stages, { stage: 'commit to queryable', lag: commitToQueryable }].map(
    ({ stage, lag }) => [
      stage,
      seconds(lag, 'medianMilliseconds'),
      seconds(lag, 'p99Milliseconds'),
      lag.changes,
    ],
  );
  return [
    `${feed}: commit to queryable ${seconds(commitToQueryable, 'medianMilliseconds')} at the median, ${seconds(commitToQueryable, 'p99Milliseconds')} at 99 % (${count(changes)} changes of ${window})`,
    ...textTable([['stage', 'median', '99 %', 'changes'], ...rows])
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

function seconds(lag: Spread, which: 'medianMilliseconds' | 'p99Milliseconds'): string {
  return `${(lag[which] / 1000).toFixed(2)} s`;
}
