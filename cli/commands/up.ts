import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { addTargetOptions, feedId, withTarget, type TargetOptions } from '../command-options';
import { projectPaths } from '../project-paths';
import type { Screen } from '../screen';
import { bringUp } from '../steps/bring-up';
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
  if (options.target === 'aws') deploy(feed, screen);
  await withTarget({ ...options, feed }, async (target) => {
    await bringUp(target, screen);
    screen.line(`\nFeed ${feed} is up on ${target.name}.`);
  });
}

/** Stacks that a feed stands on are deployed with it, in dependency order. */
function deploy(feed: string, screen: Screen): void {
  screen.line(`Deploying network, lake and ${feed}; a new database takes about twenty minutes.`);
  runCdktf(['deploy', 'network', 'lake', feed, '--auto-approve']);
}

/** Runs the project's own cdktf, its output on this screen. */
export function runCdktf(args: readonly string[]): void {
  const { status, error } = spawnSync('npx', ['cdktf', ...args], {
    cwd: projectPaths.root,
    stdio: 'inherit',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  if (error !== undefined) throw new UserError(`cdktf cannot be run: ${error.message}`);
  if (status !== 0) {
    throw new UserError(
      `"cdktf ${args.join(' ')}" ended with code ${String(status)}; its output above says why. Run the same command again to go on.`,
    );
  }
}
