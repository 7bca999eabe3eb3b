import type { Command } from 'commander';
import { gapText } from '../../wire/source-watch';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import type { Screen } from '../screen';
import { askSourceWatch } from '../source-watch/ask-source-watch';
import { reloadTables } from '../steps/reload-tables';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';

export function addHealCommand(program: Command, screen: Screen): void {
  const heal = program
    .command('heal')
    .description('load the tables again in whose changes the watch found a gap')
    .action((options: TargetOptions) =>
      withRelational(options, (target) => healGaps(target, screen)),
    );
  addTargetOptions(heal, 'writes');
}

/** Just the tables with a gap; may be repeated. */
async function healGaps(target: RelationalTarget, screen: Screen): Promise<void> {
  const { gaps } = await askSourceWatch(target);
  if (gaps.length === 0) {
    screen.line('No gap stands open.');
    return;
  }
  for (const gap of gaps) screen.line(gapText(gap));
  await reloadTables(target, [...new Set(gaps.map(({ table }) => table))], screen);
  const left = (await askSourceWatch(target)).gaps;
  if (left.length > 0) {
    throw new UserError(`${String(left.length)} gaps still stand open: run "tributary status".`);
  }
  screen.line('The gaps are healed. Rows that were deleted within them are still in the lake:');
  screen.line('"tributary reconcile" names them.');
}
