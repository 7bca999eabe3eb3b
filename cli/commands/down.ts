import type { Command } from 'commander';
import { addTargetOptions, chosenFeeds, withFeed, type TargetOptions } from '../command-options';
import { declaredFeeds } from '../declared-feeds';
import { readLaptopState } from '../laptop-state';
import { projectPaths } from '../project-paths';
import type { Screen } from '../screen';
import { stopWriters } from '../steps/stop-writers';
import { takeDownAws } from '../steps/take-down-aws';

export function addDownCommand(program: Command, screen: Screen): void {
  const command = program
    .command('down')
    .description('the way back: stop what writes, empty buckets where both keys allow it, destroy')
    .action((options: TargetOptions) => down(options, screen));
  addTargetOptions(command, 'writes');
}

async function down(options: TargetOptions, screen: Screen): Promise<void> {
  const feeds = chosenFeeds(options.feed).reverse();
  if (options.target === 'aws') return takeDownAws(feeds, screen);
  const { processId } = readLaptopState(projectPaths.local);
  const tasks = declaredFeeds().filter(
    ({ id, kind }) => kind === 'sqlserver' && feeds.includes(id),
  );
  for (const { id } of tasks) {
    await withFeed(id, options, (target) => stopWriters(target, screen));
  }
  process.kill(processId, 'SIGTERM');
  screen.line(
    `The laptop cloud stops. Its data stays in ${projectPaths.local}; remove the folder to delete it.`,
  );
}
