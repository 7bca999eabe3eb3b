import { tableName } from '../../../wire/feed-table';
import type { SourceTable } from './source-table';
import type { TaskCheckpoint } from './task-checkpoint';

/** Counters of one table as `DescribeTableStatistics` shows them. */
export interface TableStatistics {
  SchemaName: string;
  TableName: string;
  Inserts: number;
  Deletes: number;
  Updates: number;
  Ddls: number;
  AppliedInserts: number;
  AppliedDeletes: number;
  AppliedUpdates: number;
  AppliedDdls: number;
  FullLoadRows: number;
  FullLoadCondtnlChkFailedRows: number;
  FullLoadErrorRows: number;
  FullLoadStartTime?: Date;
  FullLoadEndTime?: Date;
  FullLoadReloaded: boolean;
  LastUpdateTime: Date;
  /** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html#CHAP_Tasks.State */
  TableState:
    'Before load' | 'Full load' | 'Table completed' | 'Table error' | 'Table is being reloaded';
}

/** The counters before a run: of the load as it was checkpointed, of the changes from zero. */
export function tableStatistics(
  table: Pick<SourceTable, 'schema' | 'name'>,
  { loaded, reloadedAtMs }: TaskCheckpoint,
  nowMs: number,
): TableStatistics {
  const load = loaded[tableName(table)];
  const startedAtMs = load?.startedAtMs ?? reloadedAtMs;
  return {
    SchemaName: table.schema,
    TableName: table.name,
    Inserts: 0,
    Deletes: 0,
    Updates: 0,
    Ddls: 0,
    AppliedInserts: 0,
    AppliedDeletes: 0,
    AppliedUpdates: 0,
    AppliedDdls: 0,
    FullLoadRows: load?.rows ?? 0,
    FullLoadCondtnlChkFailedRows: 0,
    FullLoadErrorRows: 0,
    FullLoadReloaded: reloadedAtMs !== null,
    LastUpdateTime: new Date(nowMs),
    TableState: load === undefined ? 'Before load' : 'Table completed',
    ...(startedAtMs !== null && { FullLoadStartTime: new Date(startedAtMs) }),
    ...(load !== undefined && { FullLoadEndTime: new Date(load.endedAtMs) }),
  };
}

/** What is known of the task's tables while it stands. */
export function recallStatistics(
  statistics: Map<string, TableStatistics>,
  checkpoint: TaskCheckpoint,
  nowMs: number,
): void {
  for (const table of checkpoint.tables)
    statistics.set(tableName(table), tableStatistics(table, checkpoint, nowMs));
}

const COUNTERS = {
  insert: ['Inserts', 'AppliedInserts'],
  update: ['Updates', 'AppliedUpdates'],
  delete: ['Deletes', 'AppliedDeletes'],
} as const;

export function countChange(
  statistics: TableStatistics,
  operation: keyof typeof COUNTERS,
  nowMs: number,
): void {
  for (const counter of COUNTERS[operation]) statistics[counter] += 1;
  statistics.LastUpdateTime = new Date(nowMs);
}
