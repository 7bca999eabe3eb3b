import { FORMS_SCRIPT, hasFormsTable } from '../../wire/forms-table';
import { invokeRunner } from '../invoke-runner';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';

/**
 * Runs the numbered scripts that were not applied yet, then makes the DMS login. Safe to repeat: each
 * script is idempotent, and goes by name and hash.
 */
export async function applyScripts(target: RelationalTarget, screen: Screen): Promise<void> {
  const { scripts } = await invokeRunner(target, { action: 'list-scripts' });
  // DMS finds only tables that are there when the task starts.
  const carriesForms = hasFormsTable(target.feed.tables);
  const wanted = scripts.filter(
    ({ name, optional }) => !optional || (name === FORMS_SCRIPT && carriesForms),
  );
  for (const { name, sha256 } of wanted) {
    screen.status(`running ${name}`);
    const result = await invokeRunner(target, { action: 'apply-script', name, sha256 });
    screen.line(`  ${name.padEnd(28)} ${String(result.batches)} batches`);
    for (const message of result.messages) screen.line(`      ${message}`);
  }
  const { login, created } = await invokeRunner(target, { action: 'provision-dms-login' });
  screen.line(
    `  ${`login ${login}`.padEnd(28)} ${created ? 'created' : 'kept'}, its secret filled`,
  );
}
