import type { Command } from 'commander';
import type { CheckFinding } from '../../wire/database-runner';
import { gapWithRemedy } from '../../wire/source-watch';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import { invokeRunner } from '../invoke-runner';
import { readSourceWatch } from '../source-watch/read-source-watch';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { applyScripts } from '../steps/apply-scripts';
import { UserError } from '../user-error';

export function addSqlCommand(program: Command, screen: Screen): void {
  const sql = program.command('sql').description('the database side: scripts and checks');
  addTargetOptions(
    sql
      .command('apply')
      .description('run the numbered scripts of sql/, then make the DMS login and fill its secret')
      .action((options: TargetOptions) =>
        withRelational(options, (target) => applyScripts(target, screen)),
      ),
    'writes',
  );
  addTargetOptions(
    sql
      .command('check')
      .description('go through all that change data capture needs, and say what mends it')
      .option('--json', 'the findings as JSON')
      .action((options: TargetOptions & { json?: true }) => check(options, screen)),
    'reads',
  );
  addTargetOptions(
    sql
      .command('recapture')
      .description('make a capture instance of all present columns of a table')
      .requiredOption('--table <schema.table>', 'the table')
      .action((options: TargetOptions & { table: string }) =>
        withRelational(options, (target) => recapture(target, options.table, screen)),
      ),
    'writes',
  );
}

async function recapture(target: RelationalTarget, table: string, screen: Screen): Promise<void> {
  const { instance, dropped } = await invokeRunner(target, { action: 'recapture', table });
  const gone = dropped === null ? '' : `; ${dropped} is dropped`;
  screen.line(`${table} is captured by ${instance}, with all its present columns${gone}.`);
  screen.line(`"tributary dms reload --table ${table}" brings what was not captured before.`);
}

async function check(options: TargetOptions & { json?: true }, screen: Screen): Promise<void> {
  await withRelational(options, async (target) => {
    const { findings } = await invokeRunner(target, { action: 'check' });
    if (options.json === true) screen.line(JSON.stringify(findings));
    else for (const finding of findings) screen.line(findingText(finding));
    const gaps = (await readSourceWatch(target))?.gaps ?? [];
    if (options.json !== true) for (const gap of gaps) screen.line(`GAP    ${gapWithRemedy(gap)}.`);
    const wrong = findings.filter(({ ok }) => !ok).length;
    if (wrong > 0 || gaps.length > 0)
      throw new UserError(
        `${String(wrong)} of ${String(findings.length)} checks failed, ${String(gaps.length)} gaps stand open.`,
      );
  });
}

function findingText({ subject, ok, found, mend }: CheckFinding): string {
  const verdict = `${ok ? 'ok   ' : 'WRONG'}  ${subject}: ${found}`;
  return ok ? verdict : `${verdict}\n         ${mend}`;
}
