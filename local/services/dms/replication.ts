import { tableName } from '../../../wire/feed-table';
import type { Clock } from '../../clock';
import type { Hazards } from '../../hazards/hazards';
import { captureInstanceSource } from './capture-instance-source';
import type { ChangeSource, SourceChange } from './change';
import { startRecords, type ControlSettings } from './control-record';
import { streamRecord, type RecordSettings, type Row, type StreamRecord } from './record';
import { readSourceTables, selectTable, type SourceDatabase } from './source-database';
import { isLob, replicatedColumns, type SourceTable } from './source-table';
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
  migration: { fullLoad: boolean; changes: boolean };
  hazards: Hazards;
  /** The log was read to its end, and all of it is in the stream. */
  caughtUp: () => void;
  signal: AbortSignal;
}

/** A problem that no retry mends: the task stops with this message. */
export class FatalTaskError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FatalTaskError';
  }
}

/**
 * Loads what is not yet loaded, then follows the changes until the signal aborts. Changes from before
 * and during a load are sent after it: each table's rows come before its changes.
 */
export async function replicate(run: Replication): Promise<void> {
  const tables = await readTables(run);
  const source = await changeSource(run, tables);
  if (run.migration.fullLoad) await loadTables(run, tables, source);
  else if (!run.checkpoint.latest().startedBefore) {
    await run.checkpoint.save({ lsn: await source.currentLsn(), startedBefore: true });
  }
  while (run.migration.changes) {
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
  await run.checkpoint.save({ loaded, reloaded: true });
  statisticsOf(run, name).FullLoadReloaded = true;
  await loadTables(run, tables, source);
}

/** What is the same for every row of a table, told once a run. */
type ReplicatedTable = Pick<Row, 'table' | 'columns' | 'rule'>;

type Tables = ReadonlyMap<string, ReplicatedTable>;

async function readTables(run: Replication): Promise<Tables> {
  const tables = await readSourceTables(run.database, (schema, table) =>
    run.mappings.selects(schema, table),
  );
  if (tables.length === 0 && run.settings.ErrorBehavior.FailOnNoTablesCaptured) {
    throw new FatalTaskError(
      'No tables were found at task initialization. Either the selected table(s) or schema(s) no longer exist or no match was found for the table selection pattern(s).',
    );
  }
  const { loaded, reloaded } = run.checkpoint.latest();
  for (const table of tables) {
    const name = tableName(table);
    if (run.statistics.has(name)) continue;
    const known = { load: loaded[name], reloaded, nowMs: run.clock.now() };
    run.statistics.set(name, tableStatistics(table, known));
  }
  return new Map(tables.map((table) => [tableName(table), replicatedTable(run, table)]));
}

function replicatedTable(run: Replication, table: SourceTable): ReplicatedTable {
  return {
    table,
    columns: replicatedColumns(table, run.settings.TargetMetadata.SupportLobs),
    rule: run.mappings.partitionKey(table.schema, table.name),
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
  const { loaded, startedBefore } = run.checkpoint.latest();
  const waiting = [...tables].filter(([name]) => loaded[name] === undefined);
  if (waiting.length === 0) return;
  if (!startedBefore) {
    await run.checkpoint.save({ lsn: await source.currentLsn(), startedBefore: true });
  }
  const starting = waiting.map(([, { table }]) => table);
  await run.writer.write(startRecords(starting, run.clock.now(), run.control), run.signal);
  for (const [name, table] of waiting) await loadTable(run, name, table);
}

async function loadTable(
  run: Replication,
  name: string,
  replicated: ReplicatedTable,
): Promise<void> {
  const statistics = statisticsOf(run, name);
  const startedAtMs = run.clock.now();
  Object.assign(statistics, {
    TableState: statistics.FullLoadReloaded ? 'Table is being reloaded' : 'Full load',
    FullLoadStartTime: new Date(startedAtMs),
    FullLoadRows: 0,
  });
  const { table, columns } = replicated;
  let batch: StreamRecord[] = [];
  for await (const values of run.database.stream(selectTable(table, columns))) {
    const row = { ...replicated, operation: 'load', values } as Row;
    batch.push(toRecord(run, row));
    if (batch.length < BATCH_RECORDS) continue;
    await run.writer.write(batch, run.signal);
    statistics.FullLoadRows += batch.length;
    batch = [];
  }
  await run.writer.write(batch, run.signal);
  statistics.FullLoadRows += batch.length;
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

async function followChanges(
  run: Replication,
  tables: Tables,
  source: ChangeSource,
): Promise<void> {
  let batch: SourceChange[] = [];
  const numbering = { lsn: '', recordId: 0 };
  const send = async (changes: SourceChange[], wholeUpTo: string) => {
    const records = changes.flatMap((change) => changeRecord(run, tables, { change, numbering }));
    await run.writer.write(records, run.signal);
    if (run.hazards.strikes('dms-task-repeats')) {
      throw new TaskInterruptedError(
        'died before its checkpoint and starts again from the last one',
      );
    }
    await run.checkpoint.save({ lsn: wholeUpTo });
  };
  for await (const change of source.changesAfter(run.checkpoint.latest().lsn)) {
    const last = batch.at(-1);
    // A checkpoint never lies inside a transaction: a resume repeats whole transactions.
    if (
      last !== undefined &&
      batch.length >= BATCH_RECORDS &&
      last.position.lsn !== change.position.lsn
    ) {
      await send(batch, last.position.lsn);
      batch = [];
    }
    batch.push(change);
  }
  const last = batch.at(-1);
  if (last !== undefined) await send(batch, last.position.lsn);
}

function changeRecord(
  run: Replication,
  tables: Tables,
  next: { change: SourceChange; numbering: { lsn: string; recordId: number } },
): StreamRecord[] {
  const { change, numbering } = next;
  if (change.position.lsn !== numbering.lsn) {
    numbering.lsn = change.position.lsn;
    numbering.recordId = 0;
  }
  numbering.recordId += 1;
  const name = tableName({ schema: change.schema, name: change.table });
  const replicated = tables.get(name);
  if (replicated === undefined) return [];
  countChange(statisticsOf(run, name), change.operation, run.clock.now());
  return [
    toRecord(run, {
      ...replicated,
      operation: change.operation,
      values: change.row,
      change,
      recordId: numbering.recordId,
    }),
  ];
}

function statisticsOf(run: Replication, name: string): TableStatistics {
  const statistics = run.statistics.get(name);
  if (statistics === undefined) throw new Error(`Table ${name} is not part of the task`);
  return statistics;
}

function toRecord(run: Replication, row: Row): StreamRecord {
  return streamRecord(withinLobSize(run, row), run.clock.now(), run.records);
}

/** In limited LOB mode a longer value would be cut, which is an error: the task stops before it. */
function withinLobSize(run: Replication, row: Row): Row {
  const { LimitedSizeLobMode, LobMaxSize } = run.settings.TargetMetadata;
  const lobs = LimitedSizeLobMode ? row.columns.filter(isLob) : [];
  const long = lobs.filter(({ name }) => (row.values[name]?.length ?? 0) > LobMaxSize * 1024);
  if (long.length === 0) return row;
  const names = long.map(({ name }) => name).join(', ');
  throw new FatalTaskError(
    `${row.table.schema}.${row.table.name}: ${names} is longer than LobMaxSize (${LobMaxSize} KB). Raise the LOB size in the feed's settings.`,
  );
}
