import type { Command } from 'commander';
import { addTargetOptions, feedId, withTarget, type TargetOptions } from '../command-options';
import { runCdktf } from '../run-cdktf';
import type { Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
import { describeTask } from '../steps/start-task';
import { UserError } from '../user-error';

export function addUpCommand(program: Command, screen: Screen): void {
  const command = program
    .command('up')
    .description('the whole way: deploy, scripts, endpoint tests, delivery ready, task started')
    .action((options: TargetOptions) => up(options, screen));
  addTargetOptions(command, 'writes');
}

async function up(options: TargetOptions, screen: Screen): Promise<void> {
  const feed = feedId(options.feed);
  const target = { ...options, feed };
  const ran = await isRunning(target);
  const deployedAt = Date.now();
  if (options.target === 'aws') deploy(feed, { ran }, screen);
  const stands = ran && !(await isRunning(target));
  if (stands)
    screen.line('The change stopped the replication task; it is resumed, never started anew.');
  await withTarget(target, async (deployed) => {
    await bringUp(deployed, screen);
    if (stands) {
      const minutes = ((Date.now() - deployedAt) / 60_000).toFixed(1);
      screen.line(`The feed stood for at most ${minutes} minutes; DMS went on at its checkpoint.`);
    }
    screen.line(`\nFeed ${feed} is up on ${deployed.name}.`);
  });
}

/** False before the first deployment too, when there is nothing to ask. */
async function isRunning(options: TargetOptions): Promise<boolean> {
  try {
    let running = false;
    await withTarget(options, async (target) => {
      running = (await describeTask(target)).Status === 'running';
    });
    return running;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Stacks that a feed stands on are deployed with it, in dependency order. */
function deploy(feed: string, { ran }: { ran: boolean }, screen: Screen): void {
  screen.line(
    ran
      ? `Deploying network, lake and ${feed}. Where the replication task or an endpoint changes, the feed stands until "up" has resumed it: some minutes.`
      : `Deploying network, lake and ${feed}; a new database takes about twenty minutes.`,
  );
  runCdktf(['deploy', 'network', 'lake', feed, '--auto-approve']);
}
