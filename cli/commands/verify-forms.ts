import type { Command } from 'commander';
import { tableName } from '../../wire/feed-table';
import { FORMS_TABLE, hasFormsTable } from '../../wire/forms-table';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { describeTask } from '../steps/start-task';
import { UserError } from '../user-error';
import { collectForms } from '../verify-forms/collect-forms';
import { compareForms } from '../verify-forms/compare-forms';
import { formsText } from '../verify-forms/forms-text';

interface VerifyOptions extends TargetOptions {
  json?: true;
}

/** `dms verify-forms`: no record of a SQL Server source was ever published, so the first run is the proof. */
export function addVerifyFormsCommand(dms: Command, screen: Screen): void {
  const command = dms
    .command('verify-forms')
    .description('write a row of every type, and compare the records that arrive with the assumed')
    .option('--json', 'the findings as JSON')
    .action((options: VerifyOptions) =>
      withRelational(options, (target) => verifyForms(target, options, screen)),
    );
  addTargetOptions(command, 'writes');
}

async function verifyForms(
  target: RelationalTarget,
  options: VerifyOptions,
  screen: Screen,
): Promise<void> {
  const { feed, tables } = target.feed;
  if (!hasFormsTable(tables)) {
    throw new UserError(
      `Feed ${feed} does not carry ${tableName(FORMS_TABLE)}. Set verifyForms: true on the feed in settings.ts, ${target.name === 'aws' ? 'run "npx tributary up --target aws"' : 'restart "npx tributary local"'}, then try again.`,
    );
  }
  const { Status } = await describeTask(target);
  if (Status !== 'running') {
    throw new UserError(
      `The replication task is ${Status ?? 'unknown'}. "tributary dms resume" starts it again.`,
    );
  }
  const findings = compareForms(await collectForms(target, screen));
  screen.line(options.json === true ? JSON.stringify(findings) : formsText(findings));
  if (findings.some(({ verdict }) => verdict !== 'as-assumed')) process.exitCode = 1;
}
