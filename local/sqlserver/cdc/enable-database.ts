import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { Database } from '../storage/database';
import { authorizeAdministrator } from './authorize';
import type { CaptureJobs } from './capture-jobs';
import {
  captureInstances,
  changeTable,
  forgetCapture,
  isCaptureEnabled,
  setCaptureFact,
} from './capture-state';
import { CDC_SCHEMA, timeMapping, timeMappingDefinition } from './capture-tables';
import { cdcError } from './cdc-error';
import { requiredText, required } from './procedure-arguments';

/** Editions without change data capture, as `SERVERPROPERTY('Edition')` names them. */
const EDITIONS_WITHOUT = ['Express', 'Web'];

/** `sys.sp_cdc_enable_db` and `sys.sp_cdc_disable_db`; on RDS also `msdb.dbo.rds_cdc_enable_db` and its opposite. */
export function databaseProcedures(jobs: CaptureJobs): SystemProcedure[] {
  return [
    sysProcedure('sp_cdc_enable_db', (call) => enableDatabase(call, call.database)),
    sysProcedure('sp_cdc_disable_db', (call) => disableDatabase(jobs, call, call.database)),
  ];
}

export function rdsDatabaseProcedures(jobs: CaptureJobs): SystemProcedure[] {
  return [
    rdsProcedure('rds_cdc_enable_db', enableDatabase),
    rdsProcedure('rds_cdc_disable_db', (call, database) => disableDatabase(jobs, call, database)),
  ];
}

function sysProcedure(name: string, work: (call: ProcedureCall) => Promise<void>): SystemProcedure {
  return {
    schema: 'sys',
    name,
    parameters: [],
    run: async (call) => {
      authorizeAdministrator(call);
      refuseTransaction(call, `sys.${name}`);
      await work(call);
      return 0;
    },
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.SQLServer.CommonDBATasks.CDC.html */
function rdsProcedure(
  name: string,
  work: (call: ProcedureCall, database: Database) => Promise<void>,
): SystemProcedure {
  return {
    database: 'msdb',
    schema: 'dbo',
    name,
    parameters: [required('@db_name')],
    run: async (call) => {
      const database = call.session.engine.store.database(requiredText(call, '@db_name'));
      if (!call.session.isAdministrator && !call.session.isDatabaseOwner(database))
        throw cdcError(22904);
      refuseTransaction(call, `msdb.dbo.${name}`);
      await work(call, database);
      return 0;
    },
  };
}

function refuseTransaction({ session }: ProcedureCall, name: string): void {
  if (session.transactionCount > 0) throw cdcError(15002, name);
}

/** Enabling what is enabled does nothing. */
async function enableDatabase({ session }: ProcedureCall, database: Database): Promise<void> {
  const { clock, edition, store } = session.engine;
  if (EDITIONS_WITHOUT.some((name) => edition.startsWith(name))) throw cdcError(22988, edition);
  if (isCaptureEnabled(database)) return;
  if (database.schema(CDC_SCHEMA)) throw cdcError(22906, database.name);
  await session.write((transaction) => {
    const { name } = database;
    transaction.define({
      kind: 'create schema',
      database: name,
      name: CDC_SCHEMA,
      id: database.nextSchemaId(),
    });
    const definition = timeMappingDefinition(database, clock.now());
    transaction.define({ kind: 'create table', database: name, definition });
    setCaptureFact(transaction, database, { name: 'cdc enabled', value: true });
    const scanned = database.log.lastLsn ?? store.lsns.newest;
    setCaptureFact(transaction, database, { name: 'cdc scanned', value: scanned.toString(16) });
  });
}

async function disableDatabase(
  jobs: CaptureJobs,
  { session }: ProcedureCall,
  database: Database,
): Promise<void> {
  if (!isCaptureEnabled(database)) return;
  await jobs.stop(database, 'capture');
  await jobs.stop(database, 'cleanup');
  await session.write((transaction) => {
    const tables = captureInstances(database).map((instance) => changeTable(database, instance));
    const mapping = timeMapping(database);
    for (const { objectId } of mapping ? [...tables, mapping] : tables) {
      transaction.define({ kind: 'drop table', database: database.name, objectId });
    }
    transaction.define({ kind: 'drop schema', database: database.name, name: CDC_SCHEMA });
    forgetCapture(transaction, database);
  });
}
