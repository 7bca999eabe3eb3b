import { ROLE_FACT, asFact, roleMembers } from '../engine/principals';
import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import { SqlError } from '../sql-error';
import { authorizeCapture } from './authorize';
import { captureColumns, captureKey } from './capture-columns';
import { defaultCaptureJob, defaultCleanupJob } from './default-jobs';
import type { CaptureJobs } from './capture-jobs';
import {
  captureInstance,
  captureInstances,
  captureJob,
  cleanupJob,
  setCaptureFact,
} from './capture-state';
import type { CaptureInstance } from './capture-state';
import { CDC_SCHEMA, changeTableDefinition } from './capture-tables';
import { cdcError } from './cdc-error';
import {
  numberArgument,
  optional,
  required,
  requiredText,
  textArgument,
} from './procedure-arguments';

const INSTANCES_PER_TABLE_MAX = 2;
const INSTANCE_NAME_LENGTH_MAX = 100;

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sys-sp-cdc-enable-table-transact-sql */
export function enableTableProcedure(jobs: CaptureJobs): SystemProcedure {
  return {
    schema: 'sys',
    name: 'sp_cdc_enable_table',
    parameters: [
      required('@source_schema'),
      required('@source_name'),
      optional('@role_name'),
      optional('@capture_instance'),
      optional('@supports_net_changes', { name: 'bit' }),
      optional('@index_name'),
      optional('@captured_column_list', { name: 'nvarchar', length: 'max' }),
      optional('@filegroup_name'),
      optional('@allow_partition_switch', { name: 'bit' }, 1),
    ],
    run: async (call) => {
      authorizeCapture(call, call.database);
      const table = sourceTable(call);
      await call.session.write(async (transaction) => {
        await call.session.lock(transaction, table, 'exclusive');
        enable(transaction, call, table);
      });
      await startJobs(jobs, call);
      return 0;
    },
  };
}

function sourceTable(call: ProcedureCall): Table {
  const schema = requiredText(call, '@source_schema');
  const name = requiredText(call, '@source_name');
  if (schema.toLowerCase() === CDC_SCHEMA) throw cdcError(22974);
  const table = call.database.table(schema, name);
  if (!table || table.isSystem) throw cdcError(22931, schema, name);
  return table;
}

/** With the table locked nobody else's change of it is under way: what commits from here on is captured. */
function enable(transaction: Transaction, call: ProcedureCall, table: Table): void {
  const { database } = call;
  const instances = captureInstances(database);
  const ofTable = instances.filter(({ sourceObjectId }) => sourceObjectId === table.objectId);
  if (ofTable.length >= INSTANCES_PER_TABLE_MAX) throw cdcError(22962, table.schema, table.name);
  const draft = draftInstance(call, table);
  const { clock, store } = call.session.engine;
  const definition = changeTableDefinition(database, draft, clock.now());
  transaction.define({ kind: 'create table', database: database.name, definition });
  const instance: CaptureInstance = {
    ...draft,
    changeObjectId: definition.objectId,
    startLsn: store.lsns.newest.toString(16),
    createdMs: clock.now(),
  };
  setCaptureFact(transaction, database, { name: 'cdc instances', value: [...instances, instance] });
  createRole(transaction, database, instance.roleName);
}

/** The gating role is made when the database has none of that name. */
function createRole(transaction: Transaction, database: Database, role: string | null): void {
  if (role === null || roleMembers(database, role) !== undefined) return;
  const name = ROLE_FACT + role.toLowerCase();
  const value = asFact({ name: role, members: [] });
  transaction.define({ kind: 'fact', database: database.name, name, value });
}

type Draft = Omit<CaptureInstance, 'changeObjectId' | 'startLsn' | 'createdMs'>;

function draftInstance(call: ProcedureCall, table: Table): Draft {
  const name = instanceName(call, table);
  if (call.isGiven('@role_name') && call.argument('@role_name') === '') throw cdcError(22907);
  const filegroupName = textArgument(call, '@filegroup_name') ?? null;
  if (filegroupName !== null && filegroupName.toUpperCase() !== 'PRIMARY') {
    throw cdcError(22973, filegroupName, call.database.name);
  }
  const columns = captureColumns(table, textArgument(call, '@captured_column_list'));
  const { indexName, positions } = captureKey(table, columns, textArgument(call, '@index_name'));
  const isKeyCaptured = positions.length > 0 && !positions.includes(-1);
  const supportsNetChanges =
    (numberArgument(call, '@supports_net_changes') ?? Number(isKeyCaptured)) === 1;
  if (supportsNetChanges && positions.length === 0) throw cdcError(22939);
  if (supportsNetChanges && !isKeyCaptured) throw cdcError(22943);
  return {
    name,
    sourceObjectId: table.objectId,
    supportsNetChanges,
    roleName: textArgument(call, '@role_name') ?? null,
    indexName,
    filegroupName,
    columns,
    keyPositions: isKeyCaptured ? positions : [],
    allowPartitionSwitch: numberArgument(call, '@allow_partition_switch') !== 0,
  };
}

function instanceName(call: ProcedureCall, table: Table): string {
  const name = textArgument(call, '@capture_instance') ?? `${table.schema}_${table.name}`;
  if (name.length > INSTANCE_NAME_LENGTH_MAX) throw cdcError(22927, name, INSTANCE_NAME_LENGTH_MAX);
  if (captureInstance(call.database, name)) throw cdcError(22926, name);
  return name;
}

/** The first enabled table of a database makes both jobs and starts them. */
async function startJobs(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const { database, session } = call;
  const { chance } = session.engine;
  if (captureJob(database) ?? cleanupJob(database)) return;
  await session.write((transaction) => {
    setCaptureFact(transaction, database, {
      name: 'cdc capture job',
      value: defaultCaptureJob(chance),
    });
    setCaptureFact(transaction, database, {
      name: 'cdc cleanup job',
      value: defaultCleanupJob(chance),
    });
  });
  for (const type of ['capture', 'cleanup'] as const) {
    jobs.start(database, type);
    printMessage(call, `Job 'cdc.${database.name}_${type}' started successfully.`);
  }
}

function printMessage({ sink }: ProcedureCall, text: string): void {
  sink.info(new SqlError(0, text, { severity: 0 }));
}
