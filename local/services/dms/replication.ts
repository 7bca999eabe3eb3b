import { tableName } from '../../../wire/feed-table';
import type { Clock } from '../../clock';
import type { Hazards } from '../../hazards/hazards';
import { captureInstanceSource } from './capture-instance-source';
import type { ChangeSource, SourceChange } from './change';
import { startRecords, type ControlSettings } from './control-record';
import { FatalTaskError } from './fatal-task-error';
import {
  recordWriter,
  type RecordSettings,
  type RecordWriter,
  type ReplicatedTable,
  type Row,
  type StreamRecord,
} from './record';
import { refuseLongLobs, refuseUnputtable } from './refuse-row';
import { readSourceTables, selectTable, type SourceDatabase } from './source-database';
import { isLob, replicatedColumns, type SourceColumn, type SourceTable } from './source-table';
import { hasStandinLog, standinLogSource } from './standin-log-source';
import type { StreamWriter } from './stream-writer';
import { meetHazards, TaskInterruptedError } from './task-hazards';
import type { CheckpointStore } from './task-checkpoint';
import type { TableMappings } from './table-mappings';
import type { TaskSettings } from './task-settings';
import { countChange, tableStatistics, type TableStatistics } from './table-statistics';

/** The task reads the log each second. */
const READ_LOG_MILLISECONDS = 1000;
const BATCH_RECORDS = 500;

/** All that one run of a task works with. */
export interface Replication {
  clock: Clock;
  database: SourceDatabase;
  writer: StreamWriter;
  checkpoint: CheckpointStore;
  mappings: TableMappings;
  settings: TaskSettings;
  records: RecordSettings;
  control: ControlSettings;
  /** By `schema.table`; kept up to date while the task runs. */
  statistics: Map<string, TableStatistics>;
  /** Tables to load again; each is taken out when its load is finished. */
  toReload: Set<string>;
  migration: { fullLoad: boolean; changes: boolean };
  hazards: Hazards;
  /** The log was read to its end, and all of it is in the stream. */
  caughtUp: () => void;
  signal: AbortSignal;
}

/**
 * Loads what is not yet loaded, then follows the changes until the signal aborts. Changes from before
 * and during a load are sent after it: each table's rows come before its changes.
 */
export async function replicate(run: Replication): Promise<void> {
  const tables = await readTables(run);
  const source = await changeSource(run, tables);
  if (run.migration.fullLoad) await loadTables(run, tables, source);
  else if (!run.checkpoint.latest().positioned) {
    await run.checkpoint.save({ lsn: await source.currentLsn(), positioned: true });
  }
  while (run.migration.changes) {
    await reloadTables(run, tables);
    await followChanges(run, tables, source);
    run.caughtUp();
    await run.clock.wait(READ_LOG_MILLISECONDS, run.signal);
    await meetHazards(run, source);
    await reloadOne(run, tables, source);
  }
}

/** Loads a table again while its changes go on, as an operator may ask for at any time. */
async function reloadOne(run: Replication, tables: Tables, source: ChangeSource): Promise<void> {
  if (!run.migration.fullLoad || !run.hazards.strikes('dms-table-reloaded')) return;
  const name = [...tables.keys()][run.hazards.below(tables.size)];
  if (name === undefined) return;
  const loads = Object.entries(run.checkpoint.latest().loaded);
  const loaded = Object.fromEntries(loads.filter(([table]) => table !== name));
  await run.checkpoint.save({ loaded, reloadedAtMs: run.clock.now() });
  statisticsOf(run, name).FullLoadReloaded = true;
  await loadTables(run, tables, source);
}

/** What is the same for every row of a table, told once a run. */
interface RunTable extends ReplicatedTable {
  /** Empty unless LOBs are limited in size. */
  lobs: readonly SourceColumn[];
  write: RecordWriter;
}

type Tables = ReadonlyMap<string, RunTable>;

async function readTables(run: Replication): Promise<Tables> {
  const tables = await readSourceTables(run.database, (schema, table) =>
    run.mappings.selects(schema, table),
  );
  if (tables.length === 0 && run.settings.ErrorBehavior.FailOnNoTablesCaptured) {
    throw new FatalTaskError(
      'No tables were found at task initialization. Either the selected table(s) or schema(s) no longer exist or no match was found for the table selection pattern(s).',
    );
  }
  const unknown = tables.filter((table) => !run.statistics.has(tableName(table)));
  if (unknown.length > 0) {
    await run.checkpoint.save({ tables: tables.map(({ schema, name }) => ({ schema, name })) });
  }
  const checkpoint = run.checkpoint.latest();
  for (const table of unknown) {
    run.statistics.set(tableName(table), tableStatistics(table, checkpoint, run.clock.now()));
  }
  return new Map(tables.map((table) => [tableName(table), runTable(run, table)]));
}

function runTable({ settings, mappings, records }: Replication, table: SourceTable): RunTable {
  const columns = replicatedColumns(table, settings.TargetMetadata.SupportLobs);
  const replicated = { table, columns, rule: mappings.partitionKey(table.schema, table.name) };
  return {
    ...replicated,
    lobs: settings.TargetMetadata.LimitedSizeLobMode ? columns.filter(isLob) : [],
    write: recordWriter(replicated, records),
  };
}

async function changeSource(run: Replication, tables: Tables): Promise<ChangeSource> {
  if (await hasStandinLog(run.database)) {
    return standinLogSource(run.database, (schema, table) =>
      tables.has(tableName({ schema, name: table })),
    );
  }
  const sourceTables = [...tables.values()].map(({ table }) => table);
  return captureInstanceSource(run.database, sourceTables);
}

async function loadTables(run: Replication, tables: Tables, source: ChangeSource): Promise<void> {
  const { loaded, positioned } = run.checkpoint.latest();
  const waiting = [...tables].filter(([name]) => loaded[name] === undefined);
  if (waiting.length === 0) return;
  if (!positioned) {
    await run.checkpoint.save({ lsn: await source.currentLsn(), positioned: true });
  }
  const starting = waiting.map(([, { table }]) => table);
  await run.writer.write(startRecords(starting, run.clock.now(), run.control), run.signal);
  for (const [name, table] of waiting) await loadTable(run, name, table);
}

/** What changes during it is read from the log after it: each table's rows come before its changes. */
async function reloadTables(run: Replication, tables: Tables): Promise<void> {
  for (const name of run.toReload) {
    const table = tables.get(name);
    if (table === undefined) continue;
    statisticsOf(run, name).FullLoadReloaded = true;
    await loadTable(run, name, table);
    run.toReload.delete(name);
  }
}

async function loadTable(run: Replication, name: string, loading: RunTable): Promise<void> {
  const statistics = statisticsOf(run, name);
  const startedAtMs = run.clock.now();
  Object.assign(statistics, {
    TableState: statistics.FullLoadReloaded ? 'Table is being reloaded' : 'Full load',
    FullLoadStartTime: new Date(startedAtMs),
    FullLoadRows: 0,
  });
  for await (const rows of run.database.stream(selectTable(loading.table, loading.columns))) {
    const records = rows.map((values) =>
      toRecord(run, loading, { operation: 'load', values: values as Row['values'] }),
    );
    await run.writer.write(records, run.signal);
    statistics.FullLoadRows += rows.length;
  }
  const endedAtMs = run.clock.now();
  const load = {
    rows: statistics.FullLoadRows,
    startedAtMs,
    endedAtMs,
  };
  await run.checkpoint.save({ loaded: { ...run.checkpoint.latest().loaded, [name]: load } });
  Object.assign(statistics, {
    TableState: 'Table completed',
    FullLoadEndTime: new Date(endedAtMs),
    LastUpdateTime: new Date(endedAtMs),
  });
}

/**
 * A checkpoint never lies inside a transaction: a resume repeats whole transactions. Of what stands in front of a row
 * that stops the task nothing is held back.
 */
async function followChanges(
  run: Replication,
  tables: Tables,
  source: ChangeSource,
): Promise<void> {
  let lsn: string | undefined;
  let recordId = 0;
  let sinceCheckpoint = 0;
  let records: StreamRecord[] = [];
  const send = async () => {
    await run.writer.write(records, run.signal);
    records = [];
  };
  const checkpoint = async (wholeUpTo: string) => {
    await send();
    await saveProgress(run, wholeUpTo);
    sinceCheckpoint = 0;
  };
  try {
    for await (const changes of source.changesAfter(run.checkpoint.latest().lsn)) {
      for (const change of changes) {
        if (change.position.lsn !== lsn) {
          if (lsn !== undefined && sinceCheckpoint >= BATCH_RECORDS) await checkpoint(lsn);
          lsn = change.position.lsn;
          recordId = 0;
        }
        recordId += 1;
        sinceCheckpoint += 1;
        const record = changeRecord(run, tables, { change, recordId });
        if (record !== undefined) records.push(record);
        if (records.length >= BATCH_RECORDS) await send();
      }
    }
  } catch (error) {
    if (error instanceof FatalTaskError) await send();
    throw error;
  }
  if (lsn !== undefined) await checkpoint(lsn);
}

async function saveProgress(run: Replication, wholeUpTo: string): Promise<void> {
  if (run.hazards.strikes('dms-task-repeats')) {
    throw new TaskInterruptedError('died before its checkpoint and starts again from the last one');
  }
  await run.checkpoint.save({ lsn: wholeUpTo });
}

function changeRecord(
  run: Replication,
  tables: Tables,
  { change, recordId }: { change: SourceChange; recordId: number },
): StreamRecord | undefined {
  const name = tableName({ schema: change.schema, name: change.table });
  const changed = tables.get(name);
  if (changed === undefined) return undefined;
  const { operation, row: values } = change;
  countChange(statisticsOf(run, name), operation, run.clock.now());
  return toRecord(run, changed, { operation, values, change, recordId });
}

function statisticsOf(run: Replication, name: string): TableStatistics {
  const statistics = run.statistics.get(name);
  if (statistics === undefined) throw new Error(`Table ${name} is not part of the task`);
  return statistics;
}

function toRecord(run: Replication, table: RunTable, row: Row): StreamRecord {
  if (table.lobs.length > 0) refuseLongLobs(run.settings, table, row);
  const record = table.write(row, run.clock.now());
  refuseUnputtable(table, row, record);
  return record;
}
