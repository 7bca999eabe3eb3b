import type { EngineCore, EngineExtension } from '../engine/engine-core';
import { sqlMessage } from '../engine/sql-message';
import { CaptureJobs } from './capture-jobs';
import {
  captureJob,
  cleanupJob,
  isCaptureEnabled,
  isTrackedByCapture,
  scannedLsn,
} from './capture-state';
import { changeFunctions } from './change-functions';
import { cleanupProcedure } from './cleanup';
import { disableTableProcedure, dropCaptureOf, recordDdl } from './disable-table';
import { databaseProcedures, rdsDatabaseProcedures } from './enable-database';
import { enableTableProcedure } from './enable-table';
import { helpProcedures } from './help-procedures';
import { jobProcedures } from './job-procedures';
import { lsnFunctions } from './lsn-functions';
import { cdcJobsView, metadataViews } from './metadata-views';
import { rdsConfigurationProcedures } from './rds-configuration';
import { rdsLogProcedures } from './rds-log-procedures';
import { standinLog, standinLogBackup, standinLogRange } from './standin-log';

/** MS-CDC on the engine: procedures, functions and views, and the jobs, which start with the server. */
export function cdcExtension(): EngineExtension {
  const jobsOf = new WeakMap<EngineCore, CaptureJobs>();
  const jobsFor = (engine: EngineCore): CaptureJobs => {
    const jobs = jobsOf.get(engine) ?? new CaptureJobs(engine);
    jobsOf.set(engine, jobs);
    return jobs;
  };
  return {
    register: (engine) => {
      registerProcedures(engine, jobsFor(engine));
      guardTables(engine);
      engine.tableFunctions.register(standinLog, standinLogRange);
      engine.tableFunctions.provide(changeFunctions);
      engine.scalarFunctions.register(...lsnFunctions);
      engine.virtualTables.provide(metadataViews);
      engine.virtualTables.provide((database, schema, name) =>
        `${database.name}.${schema}.${name}`.toLowerCase() === 'msdb.dbo.cdc_jobs'
          ? cdcJobsView
          : undefined,
      );
    },
    start: (engine) => {
      const jobs = jobsFor(engine);
      for (const database of engine.store.databases.values()) {
        if (captureJob(database)) jobs.start(database, 'capture');
        if (cleanupJob(database)) jobs.start(database, 'cleanup');
      }
      return { stop: () => jobs.stopAll() };
    },
  };
}

function registerProcedures({ kind, procedures }: EngineCore, jobs: CaptureJobs): void {
  procedures.register(
    ...databaseProcedures(jobs),
    enableTableProcedure(jobs),
    disableTableProcedure(),
    cleanupProcedure(),
    standinLogBackup,
    ...jobProcedures(jobs),
    ...helpProcedures,
  );
  if (kind === 'rds')
    procedures.register(
      ...rdsDatabaseProcedures(jobs),
      ...rdsConfigurationProcedures,
      ...rdsLogProcedures,
    );
}

/** The log is kept until it was scanned. A captured table is not truncated, and its capture instances go when it is dropped. */
function guardTables({ store }: EngineCore): void {
  store.logHolders.push((database) => {
    if (!isCaptureEnabled(database)) return undefined;
    return {
      letsGoThrough: scannedLsn(database),
      misses: ({ table }) => isTrackedByCapture(database, table),
    };
  });
  store.truncateGuards.push((table) => {
    const isTracked = isTrackedByCapture(store.database(table.database), table);
    if (isTracked) throw sqlMessage(4711, table.name);
  });
  store.alterHooks.push((table, transaction, command) => {
    const when = { lsn: store.lsns.newest, timeMs: store.clock.now() };
    recordDdl(transaction, store.database(table.database), { table, command, ...when });
  });
  store.dropHooks.push((table, transaction) => {
    dropCaptureOf(transaction, store.database(table.database), table);
  });
}
