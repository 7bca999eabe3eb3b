import type { ReplicationTask } from './replication-task';

export interface Filter {
  Name: string;
  Values: string[];
}

/** A task as `DescribeReplicationTasks` shows it. */
export function describeTask(task: ReplicationTask) {
  const { definition, checkpoint } = task;
  const { status, stopReason, lastFailureMessage, startedAtMs } = task.status();
  const statistics = task.tableStatistics();
  const loads = Object.values(checkpoint.loaded);
  const loading = statistics.filter((table) => table.TableState === 'Full load').length;
  return {
    ReplicationTaskIdentifier: definition.id,
    ReplicationTaskArn: definition.arn,
    SourceEndpointArn: definition.source.arn,
    TargetEndpointArn: definition.target.arn,
    ReplicationInstanceArn: definition.instanceArn,
    MigrationType: definition.migrationType,
    TableMappings: definition.tableMappingsJson,
    ReplicationTaskSettings: definition.settingsJson,
    Status: status,
    ...(stopReason === undefined ? {} : { StopReason: stopReason }),
    ...(lastFailureMessage === undefined ? {} : { LastFailureMessage: lastFailureMessage }),
    ...(startedAtMs === undefined ? {} : { ReplicationTaskStartDate: new Date(startedAtMs) }),
    ...(checkpoint.positioned ? { RecoveryCheckpoint: checkpoint.lsn } : {}),
    ReplicationTaskStats: {
      FullLoadProgressPercent: percent(loads.length, statistics.length),
      TablesLoaded: loads.length,
      TablesLoading: loading,
      TablesQueued: Math.max(0, statistics.length - loads.length - loading),
      TablesErrored: statistics.filter((table) => table.TableState === 'Table error').length,
      ElapsedTimeMillis: loads.reduce((sum, load) => sum + load.endedAtMs - load.startedAtMs, 0),
    },
  };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((100 * part) / whole);
}

/** Filter names as the API documents them, each by the member that it compares. */
const FILTER_MEMBERS: Readonly<Record<string, string>> = {
  'replication-task-arn': 'ReplicationTaskArn',
  'replication-task-id': 'ReplicationTaskIdentifier',
  'replication-instance-arn': 'ReplicationInstanceArn',
  'replication-instance-id': 'ReplicationInstanceIdentifier',
  'endpoint-arn': 'EndpointArn',
  'endpoint-id': 'EndpointIdentifier',
  'endpoint-type': 'EndpointType',
  'engine-name': 'EngineName',
  'migration-type': 'MigrationType',
};

export function filtered<T extends object>(things: T[], filters: readonly Filter[]): T[] {
  return things.filter((thing) =>
    filters.every(({ Name, Values }) => {
      const value = (thing as Record<string, unknown>)[FILTER_MEMBERS[Name] ?? Name];
      return Values.includes(String(value));
    }),
  );
}
