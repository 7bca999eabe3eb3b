import type { Command } from 'commander';
import { addTargetOptions, feedId, withTarget, type TargetOptions } from '../command-options';
import { projectPaths } from '../project-paths';
import { readLaptopState } from '../resolve-target';
import type { Screen } from '../screen';
import { stopTask } from '../steps/start-task';
import { destroyStacks, emptyBuckets } from '../steps/take-down-aws';

export function addDownCommand(program: Command, screen: Screen): void {
  const command = program
    .command('down')
    .description('the way back: stop the task, empty the lake where both keys allow it, destroy')
    .action((options: TargetOptions) => down(options, screen));
  addTargetOptions(command, 'writes');
}

async function down(options: TargetOptions, screen: Screen): Promise<void> {
  const feed = feedId(options.feed);
  await withTarget({ ...options, feed }, async (target) => {
    await stopTask(target, screen);
    if (target.name === 'aws') await emptyBuckets(target, screen);
  });
  if (options.target === 'aws') return destroyStacks(feed, screen);
  process.kill(readLaptopState(projectPaths.local).processId, 'SIGTERM');
  screen.line(
    `The laptop cloud stops. Its data stays in ${projectPaths.local}; remove the folder to delete it.`,
  );
}
