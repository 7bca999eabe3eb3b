import { feedSide } from './feed-side';
import type { FeedStacks } from './feed-stacks';
import { stackOutput } from './resolve-target';
import type { TargetName } from './target';

/**
 * For feeds that cross accounts: what each side just deployed gives to the settings of the other, as its
 * `exchange` output has it. Nothing for feeds within one account.
 */
export function exchangeText(target: TargetName, { feeds, lakes }: FeedStacks): string[] {
  const sides = [
    ...feeds.map((stack) => ({ stack, side: 'source' as const })),
    ...lakes.map((stack) => ({ stack, side: 'lake' as const })),
  ];
  const lines = sides.flatMap(({ stack, side }) => {
    const [feed = ''] = stack.split('-');
    if (feedSide(feed, side) === undefined) return [];
    const exchange = stackOutput(target, stack, 'exchange');
    return [`  feeds.${feed}.accounts.${side}: ${JSON.stringify(exchange)}`];
  });
  if (lines.length === 0) return [];
  return ['\nFor the settings of who deploys the other account:', ...lines];
}
