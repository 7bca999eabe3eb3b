import {
  DescribeReplicationTasksCommand,
  StopReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { tableStatistics } from '../../ports/table-statistics';

/** The replication task of the feed. */
export interface WatchedTask {
  /** `checkpoint` is undefined until the task has run. */
  describe(): Promise<{ status: string; checkpoint: string | undefined }>;
  stop(): Promise<void>;
  /** Tables whose load is finished, with its beginning, ISO 8601, UTC. */
  finishedLoads(): Promise<{ table: string; startedAt: string }[]>;
}

export function dmsTask(client: DatabaseMigrationServiceClient, taskArn: string): WatchedTask {
  return {
    describe: async () => {
      const { ReplicationTasks: [task] = [] } = await client.send(
        new DescribeReplicationTasksCommand({
          Filters: [{ Name: 'replication-task-arn', Values: [taskArn] }],
        }),
      );
      if (task === undefined) throw new Error(`DMS has no task ${taskArn}`);
      const { Status = '', RecoveryCheckpoint = '' } = task;
      return {
        status: Status,
        checkpoint: RecoveryCheckpoint === '' ? undefined : RecoveryCheckpoint,
      };
    },
    stop: async () => {
      await client.send(new StopReplicationTaskCommand({ ReplicationTaskArn: taskArn }));
    },
    finishedLoads: () => finishedLoads(client, taskArn),
  };
}

async function finishedLoads(client: DatabaseMigrationServiceClient, taskArn: string) {
  const loads: { table: string; startedAt: string }[] = [];
  for await (const statistics of tableStatistics(client, taskArn)) {
    const { SchemaName = '', TableName = '', TableState, FullLoadStartTime } = statistics;
    if (TableState !== 'Table completed' || FullLoadStartTime === undefined) continue;
    const table = `${SchemaName}.${TableName}`;
    loads.push({ table, startedAt: FullLoadStartTime.toISOString() });
  }
  return loads;
}
