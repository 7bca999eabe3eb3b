import { setTimeout as sleep } from 'node:timers/promises';
import type { RunnerRequest } from '../../wire/database-runner';
import { tableName } from '../../wire/feed-table';
import { FORMS_SCRIPT, FORMS_TABLE } from '../../wire/forms-table';
import { invokeRunner } from '../invoke-runner';
import { openStream } from '../read-stream';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { FORM_ROWS, formKey, formRecord, formValues, type FormRecord } from './compare-forms';

const POLL_MILLISECONDS = 1000;
/** DMS reads the log each second; backups of the log, which it reads on RDS, come every five minutes. */
const WAIT_SECONDS_MAX = { laptop: 60, aws: 900 };

type RowChange = Extract<RunnerRequest, { action: 'change-rows' }>['changes'][number];

/**
 * Makes the table if need be, then inserts, updates and deletes a row of each kind, and returns the records
 * that arrive for them on the stream. Leaves the table as it was.
 */
export async function collectForms(
  target: RelationalTarget,
  screen: Screen,
): Promise<FormRecord[]> {
  await applyFormsScript(target);
  await changeForms(target, 'delete');
  const stream = await openStream(target, 'latest');
  for (const operation of ['insert', 'update', 'delete'] as const) {
    await changeForms(target, operation);
  }
  const deadline = Date.now() + WAIT_SECONDS_MAX[target.name] * 1000;
  const wanted = FORM_ROWS.length * 3;
  const records = new Map<string, FormRecord>();
  while (records.size < wanted && Date.now() < deadline) {
    screen.status(`${String(records.size)} of ${String(wanted)} records arrived`);
    for (const { Data = new Uint8Array() } of await stream.read()) {
      const record = formRecord(Buffer.from(Data).toString());
      // DMS delivers at least once: the last of equal records counts.
      if (record !== undefined) records.set(`${record.change.operation} ${record.case}`, record);
    }
    if (records.size < wanted) await sleep(POLL_MILLISECONDS);
  }
  screen.settle();
  if (records.size === wanted) return [...records.values()];
  throw new UserError(
    `${String(records.size)} of ${String(wanted)} records of ${tableName(FORMS_TABLE)} arrived within ${String(WAIT_SECONDS_MAX[target.name])} s. "tributary dms status" shows whether the task carries the table.`,
  );
}

async function applyFormsScript(target: RelationalTarget): Promise<void> {
  const { scripts } = await invokeRunner(target, { action: 'list-scripts' });
  const script = scripts.find(({ name }) => name === FORMS_SCRIPT);
  if (script === undefined) throw new UserError(`The database runner has no ${FORMS_SCRIPT}.`);
  const { name, sha256 } = script;
  await invokeRunner(target, { action: 'apply-script', name, sha256 });
}

async function changeForms(
  target: RelationalTarget,
  operation: RowChange['operation'],
): Promise<void> {
  const changes = FORM_ROWS.map((row): RowChange => ({
    operation,
    key: formKey(row),
    values: operation === 'delete' ? {} : formValues(row, operation),
  }));
  await invokeRunner(target, { action: 'change-rows', table: tableName(FORMS_TABLE), changes });
}
