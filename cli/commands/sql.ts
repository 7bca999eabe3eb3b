import type { Command } from 'commander';
import type { CheckFinding } from '../../wire/database-runner';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import { invokeRunner } from '../invoke-runner';
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
}

async function check(options: TargetOptions & { json?: true }, screen: Screen): Promise<void> {
  await withRelational(options, async (target) => {
    const { findings } = await invokeRunner(target, { action: 'check' });
    if (options.json === true) screen.line(JSON.stringify(findings));
    else for (const finding of findings) screen.line(findingText(finding));
    const wrong = findings.filter(({ ok }) => !ok).length;
    if (wrong > 0)
      throw new UserError(`${String(wrong)} of ${String(findings.length)} checks failed.`);
  });
}

function findingText({ subject, ok, found, mend }: CheckFinding): string {
  const verdict = `${ok ? 'ok   ' : 'WRONG'}  ${subject}: ${found}`;
  return ok ? verdict : `${verdict}\n         ${mend}`;
}
