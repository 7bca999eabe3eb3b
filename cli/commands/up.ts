import type { Command } from 'commander';
import { addTargetOptions, chosenFeeds, withFeed, type TargetOptions } from '../command-options';
import { exchangeText } from '../exchange-text';
import { stacksOf, type FeedStacks } from '../feed-stacks';
import { runCdktf } from '../run-cdktf';
import type { Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
import { describeTask } from '../steps/start-task';
import { byKind } from '../target';
import { UserError } from '../user-error';

export function addUpCommand(program: Command, screen: Screen): void {
  const command = program
    .command('up')
    .description('the whole way: deploy, then bring each feed to run and prove its delivery')
    .action((options: TargetOptions) => up(options, screen));
  addTargetOptions(command, 'writes');
}

async function up(options: TargetOptions, screen: Screen): Promise<void> {
  const feeds = chosenFeeds(options.feed);
  const running: string[] = [];
  for (const feed of feeds) if (await isRunning(feed, options)) running.push(feed);
  const deployedAt = Date.now();
  const stacks = stacksOf(feeds);
  if (options.target === 'aws') deploy(stacks, running, screen);
  for (const feed of stacks.feeds) {
    const stands = running.includes(feed) && !(await isRunning(feed, options));
    if (stands)
      screen.line('The change stopped the replication task; it is resumed, never started anew.');
    await withFeed(feed, options, async (deployed) => {
      if (feeds.length > 1) screen.line(`Feed ${feed}`);
      await bringUp(deployed, screen);
      if (stands) {
        const minutes = ((Date.now() - deployedAt) / 60_000).toFixed(1);
        screen.line(
          `The feed stood for at most ${minutes} minutes; DMS went on at its checkpoint.`,
        );
      }
      screen.line(`\nFeed ${feed} is up on ${deployed.name}.`);
    });
  }
  for (const line of exchangeText(options.target, stacks)) screen.line(line);
}

/** Whether a replication task runs; false before the first deployment too, when there is nothing to ask. */
async function isRunning(feed: string, options: TargetOptions): Promise<boolean> {
  try {
    let running = false;
    await withFeed(feed, options, async (target) => {
      running = await byKind(target, {
        sqlserver: async (relational) => (await describeTask(relational)).Status === 'running',
        dynamodb: () => Promise.resolve(false),
      });
    });
    return running;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Stacks that a feed stands on are deployed with it, in dependency order. */
function deploy(
  { shared, networks, lakes, feeds }: FeedStacks,
  running: readonly string[],
  screen: Screen,
): void {
  const stacks = [...shared, ...networks, ...lakes, ...feeds];
  screen.line(
    running.length > 0
      ? `Deploying ${listed(stacks)}. Where the replication task or an endpoint of ${listed(running)} changes, the feed stands until "up" has resumed it: some minutes.`
      : `Deploying ${listed(stacks)}; a new database takes about twenty minutes.`,
  );
  runCdktf(['deploy', ...stacks, '--auto-approve']);
}

/** `network, lake and billing` */
function listed(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
