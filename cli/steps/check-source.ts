import { CAPTURE_INSTANCE_OF } from '../../wire/database-runner';
import { invokeRunner } from '../invoke-runner';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';

/**
 * Refuses a feed with a table that is not there or has no capture instance: the task would run and never
 * carry it. What else is not as it should be is said and left to `sql check`.
 */
export async function checkSource(target: RelationalTarget, screen: Screen): Promise<void> {
  const { findings } = await invokeRunner(target, { action: 'check' });
  const wrong = findings.filter(({ ok }) => !ok);
  const fatal = wrong.find(({ subject }) => subject.startsWith(CAPTURE_INSTANCE_OF));
  if (fatal !== undefined) {
    throw new UserError(`${fatal.subject}: ${fatal.found}. ${fatal.mend}.`);
  }
  for (const { subject, found } of wrong) screen.line(`  warning: ${subject}: ${found}`);
  const verdict =
    wrong.length === 0 ? 'as DMS needs it' : '"tributary sql check" says what mends it';
  screen.line(`  ${'change data capture'.padEnd(28)} ${verdict}`);
}
