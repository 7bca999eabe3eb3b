import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import { authorizeCapture } from './authorize';
import { captureInstances, ddlHistory, setCaptureFact } from './capture-state';
import type { CaptureInstance } from './capture-state';
import { cdcError } from './cdc-error';
import { required, requiredText } from './procedure-arguments';

/** `@capture_instance = 'all'` disables both instances of a table. */
export function disableTableProcedure(): SystemProcedure {
  return {
    schema: 'sys',
    name: 'sp_cdc_disable_table',
    parameters: [
      required('@source_schema'),
      required('@source_name'),
      required('@capture_instance'),
    ],
    run: async (call) => {
      authorizeCapture(call, call.database);
      const gone = namedInstances(call);
      await call.session.write((transaction) => dropInstances(transaction, call.database, gone));
      return 0;
    },
  };
}

function namedInstances(call: ProcedureCall): CaptureInstance[] {
  const schema = requiredText(call, '@source_schema');
  const name = requiredText(call, '@source_name');
  const wanted = requiredText(call, '@capture_instance').toLowerCase();
  const table = call.database.table(schema, name);
  if (!table) throw cdcError(22931, schema, name);
  const instances = instancesOf(call.database, table);
  if (instances.length === 0) throw cdcError(22985, schema, name);
  const named = instances.filter(
    (instance) => wanted === 'all' || instance.name.toLowerCase() === wanted,
  );
  if (named.length === 0) throw cdcError(22960, wanted, schema, name);
  return named;
}

/** Before a table is dropped: its change tables and capture instances go with it. */
export function dropCaptureOf(transaction: Transaction, database: Database, table: Table): void {
  const gone = instancesOf(database, table);
  if (gone.length > 0) dropInstances(transaction, database, gone);
}

/** After a column of a captured table came or went: what `cdc.ddl_history` shows. */
export function recordDdl(
  transaction: Transaction,
  database: Database,
  change: { table: Table; command: string; lsn: bigint; timeMs: number },
): void {
  const entries = instancesOf(database, change.table).map(({ changeObjectId, sourceObjectId }) => ({
    sourceObjectId,
    changeObjectId,
    command: change.command,
    lsn: change.lsn.toString(16),
    timeMs: change.timeMs,
  }));
  if (entries.length === 0) return;
  setCaptureFact(transaction, database, {
    name: 'cdc ddl',
    value: [...ddlHistory(database), ...entries],
  });
}

function instancesOf(database: Database, { objectId }: Table): CaptureInstance[] {
  return captureInstances(database).filter(({ sourceObjectId }) => sourceObjectId === objectId);
}

function dropInstances(
  transaction: Transaction,
  database: Database,
  gone: CaptureInstance[],
): void {
  const left = captureInstances(database).filter(
    ({ name }) => !gone.some((other) => other.name === name),
  );
  const history = ddlHistory(database).filter(
    ({ changeObjectId }) => !gone.some((instance) => instance.changeObjectId === changeObjectId),
  );
  setCaptureFact(transaction, database, { name: 'cdc instances', value: left });
  setCaptureFact(transaction, database, { name: 'cdc ddl', value: history });
  for (const { changeObjectId } of gone) {
    transaction.define({ kind: 'drop table', database: database.name, objectId: changeObjectId });
  }
}
