import type { Command } from 'commander';
import {
  addTargetOptions,
  addWaitOption,
  withRelational,
  type TargetOptions,
  type WaitOption,
} from '../command-options';
import { arrivalWaitSeconds } from '../reconcile/arrival-wait';
import type { Screen } from '../screen';
import { healGaps } from '../source-watch/heal-gaps';

export function addHealCommand(program: Command, screen: Screen): void {
  const heal = program
    .command('heal')
    .description(
      'load the tables again in whose changes the watch found a gap, and bring the deletes',
    )
    .action((options: TargetOptions & WaitOption) =>
      withRelational(options, async (target) => {
        const waitSeconds = options.wait ?? arrivalWaitSeconds(target);
        const results = await healGaps(target, screen, { waitSeconds });
        if (results.some(({ exact }) => !exact)) process.exitCode = 1;
      }),
    );
  addTargetOptions(addWaitOption(heal), 'writes');
}
