import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import {
  addTargetOptions,
  wholeNumber,
  withEachTarget,
  type TargetOptions,
} from '../command-options';
import type { FeedLag } from '../lag/feed-lag';
import { lagText } from '../lag/lag-text';
import { measureLag } from '../lag/measure-lag';
import { ObjectTimes } from '../lag/object-times';
import type { Screen } from '../screen';

interface LagOptions extends TargetOptions {
  minutes: number;
  watch?: true;
  json?: true;
}

const WINDOW_MINUTES = 15;
const WINDOW_MINUTES_MAX = 24 * 60;
const REFRESH_MILLISECONDS = 5000;

export function addLagCommand(program: Command, screen: Screen): void {
  const command = program
    .command('lag')
    .description('how late each feed is, commit to queryable, split by stage')
    .option(
      '--minutes <n>',
      'of the changes that arrived within so many minutes',
      wholeNumber({ min: 1, max: WINDOW_MINUTES_MAX }),
      WINDOW_MINUTES,
    )
    .option('--watch', 'refresh every few seconds, until Ctrl-C')
    .option('--json', 'the figures as JSON, in milliseconds; one line a refresh')
    .action((options: LagOptions) => showLag(options, screen));
  addTargetOptions(command, 'reads');
}

async function showLag(options: LagOptions, screen: Screen): Promise<void> {
  const objects = new ObjectTimes();
  do {
    const lags = await measure(options, screen, objects);
    if (options.json === true) screen.line(JSON.stringify(lags));
    else {
      if (options.watch === true) screen.clear();
      screen.line(lags.map(lagText).join('\n\n'));
    }
    if (options.watch === true) await sleep(REFRESH_MILLISECONDS);
  } while (options.watch === true);
}

async function measure(
  options: LagOptions,
  screen: Screen,
  objects: ObjectTimes,
): Promise<FeedLag[]> {
  const lags: FeedLag[] = [];
  await withEachTarget(options, screen, async (target) => {
    const window = { minutes: options.minutes, now: Date.now(), objects };
    lags.push(await measureLag(target, window));
  });
  return lags;
}
