import { once } from 'node:events';
import type { Command } from 'commander';
import { PERMISSIONS_OFF, permissionsOption, wholeNumber } from '../command-options';
import { declaredFeeds } from '../declared-feeds';
import { chosenHazards, hazardLines, HAZARDS_OPTION, struckLines } from '../hazard-options';
import { feedSide } from '../feed-side';
import { readLaptopState } from '../laptop-state';
import { loadSettings } from '../load-settings';
import { projectPaths } from '../project-paths';
import { laptopTarget } from '../resolve-target';
import { runLaptop, type RunningLaptop } from '../run-laptop';
import type { Screen } from '../screen';
import { closeTarget } from '../target';
import { bringUp } from '../steps/bring-up';
import { UserError } from '../user-error';
import { endpointLines, usageLines } from '../usage-lines';

interface LocalOptions {
  port: number;
  sqlPort: number;
  fast: number;
  chanceSeed?: string;
  hazards?: string;
  permissions: 'on' | 'off';
}

const ENDPOINT_PORT = 4566;
const SQL_PORT = 14330;
const PORT_RANGE = { min: 0, max: 65_535 };

export function addLocalCommand(program: Command, screen: Screen): void {
  program
    .command('local')
    .description('keep the laptop cloud up: the synthesized definition, run on this machine')
    .option('--port <n>', 'of the AWS endpoint', wholeNumber(PORT_RANGE), ENDPOINT_PORT)
    .option('--sql-port <n>', 'of the SQL Server stand-in', wholeNumber(PORT_RANGE), SQL_PORT)
    .option('--fast <factor>', "divide the services' waits", wholeNumber({ min: 1, max: 1000 }), 1)
    .option('--chance-seed <text>', 'repeat the same chance')
    .option(...HAZARDS_OPTION)
    .addOption(permissionsOption())
    .action((options: LocalOptions) => local(options, screen));
}

async function local(options: LocalOptions, screen: Screen): Promise<void> {
  const chosen = chosenHazards(options);
  refuseSecondRun();
  screen.status('synthesizing and starting the laptop cloud');
  const laptop = await runLaptop({
    port: options.port,
    sqlPort: options.sqlPort,
    fast: options.fast,
    permissions: options.permissions,
    ...chosen,
    directory: projectPaths.local,
    report: ({ source, level, message }) => {
      if (level !== 'info') screen.line(`${level}  ${source}: ${message}`);
    },
  });
  try {
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    if (options.permissions === 'off') screen.line(PERMISSIONS_OFF);
    if (options.fast > 1) {
      screen.line(
        `--fast ${String(options.fast)}: waits are ${String(options.fast)} times shorter than on AWS`,
      );
    }
    for (const line of hazardLines(chosen)) screen.line(line);
    screen.line(endpointLines(laptop.cloud, loadSettings().region).join('\n'));
    for (const { id: feed } of declaredFeeds()) {
      screen.line(`\nFeed ${feed}`);
      const isStopped = await Promise.race([
        bringUpFeed(laptop, feed, screen).then(() => false),
        stopped.then(() => true),
      ]);
      if (isStopped) return;
    }
    screen.line('\nThe laptop cloud is up. Ctrl-C stops it; a later start goes on where it was.');
    await stopped;
    for (const line of struckLines(laptop.cloud.struck())) screen.line(line);
  } finally {
    screen.line('stopping');
    await laptop.close();
  }
}

async function bringUpFeed(
  { cloud, state }: RunningLaptop,
  feed: string,
  screen: Screen,
): Promise<void> {
  if (feedSide(feed, 'source')?.isDeployed === false) {
    screen.line('  its lake runs here; the settings of its source-account side run the rest');
    return;
  }
  const target = laptopTarget(state, feed);
  await bringUp(target, screen);
  screen.line(`\n${usageLines(target, cloud).join('\n')}`);
  closeTarget(target);
}

function refuseSecondRun(): void {
  try {
    readLaptopState(projectPaths.local);
  } catch {
    return;
  }
  throw new UserError('The laptop cloud runs already. Stop it in its terminal with Ctrl-C.');
}
