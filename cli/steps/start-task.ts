import {
  DescribeReplicationTasksCommand,
  StartReplicationTaskCommand,
  StopReplicationTaskCommand,
  paginateDescribeTableStatistics,
  type ReplicationTask,
  type StartReplicationTaskTypeValue,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import { count, progressText } from '../progress';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { awaitDelivery } from './await-delivery';
import { nextPoll } from './next-poll';

export async function describeTask(target: RelationalTarget): Promise<ReplicationTask> {
  const { ReplicationTasks = [] } = await target.clients.dms.send(
    new DescribeReplicationTasksCommand({
      Filters: [{ Name: 'replication-task-arn', Values: [target.feed.dms.taskArn] }],
    }),
  );
  const [task] = ReplicationTasks;
  if (task !== undefined) return task;
  throw new UserError(`DMS has no task ${target.feed.dms.taskArn}. Deploy with "tributary up".`);
}

export async function tableStatistics(target: RelationalTarget): Promise<TableStatistics[]> {
  const tables: TableStatistics[] = [];
  const pages = paginateDescribeTableStatistics(
    { client: target.clients.dms },
    { ReplicationTaskArn: target.feed.dms.taskArn },
  );
  for await (const { TableStatistics = [] } of pages) tables.push(...TableStatistics);
  return tables;
}

/** True once the task was started, even if it never came to its source: it is then resumed, never started anew. */
export function ranBefore({ RecoveryCheckpoint = '', Status = '' }: ReplicationTask): boolean {
  return RecoveryCheckpoint !== '' || /^(stopped|failed)$/.test(Status);
}

/**
 * Starts a task that never ran, once delivery is proven to read the stream; resumes one that did; leaves
 * a running one alone. Waits until the task runs.
 */
export async function startTask(target: RelationalTarget, screen: Screen): Promise<void> {
  const task = await describeTask(target);
  if (task.Status === 'running') {
    screen.line(`  ${'replication task'.padEnd(28)} runs already`);
    return;
  }
  const type = ranBefore(task) ? 'resume-processing' : 'start-replication';
  if (type === 'start-replication') await awaitDelivery(target, screen);
  await beginTask(target, screen, type);
}

export async function beginTask(
  target: RelationalTarget,
  screen: Screen,
  type: StartReplicationTaskTypeValue,
): Promise<void> {
  await target.clients.dms.send(
    new StartReplicationTaskCommand({
      ReplicationTaskArn: target.feed.dms.taskArn,
      StartReplicationTaskType: type,
    }),
  );
  await taskReaches(target, screen, 'running');
  const verb = type === 'resume-processing' ? 'resumed' : 'started';
  screen.line(`  ${'replication task'.padEnd(28)} ${verb}`);
}

export async function stopTask(target: RelationalTarget, screen: Screen): Promise<void> {
  const { Status } = await describeTask(target);
  if (Status !== 'running') {
    screen.line(`  ${'replication task'.padEnd(28)} is ${Status ?? 'unknown'} already`);
    return;
  }
  await target.clients.dms.send(
    new StopReplicationTaskCommand({ ReplicationTaskArn: target.feed.dms.taskArn }),
  );
  await taskReaches(target, screen, 'stopped');
  screen.line(`  ${'replication task'.padEnd(28)} stopped; "dms resume" goes on where it was`);
}

async function taskReaches(
  target: RelationalTarget,
  screen: Screen,
  wanted: string,
): Promise<void> {
  for (;;) {
    const task = await describeTask(target);
    if (task.Status === wanted) return;
    if (task.Status === 'failed') {
      throw new UserError(`The replication task failed: ${task.LastFailureMessage ?? ''}`);
    }
    screen.status(`replication task: ${task.Status ?? ''}`);
    await nextPoll(target);
  }
}

/** Waits for the full load of every table, with a bar. Returns the rows loaded. */
export async function awaitFullLoad(target: RelationalTarget, screen: Screen): Promise<number> {
  const startedAt = Date.now();
  for (;;) {
    const tables = await tableStatistics(target);
    const rows = tables.reduce((sum, table) => sum + (table.FullLoadRows ?? 0), 0);
    const done = tables.filter((table) => table.TableState === 'Table completed').length;
    if (tables.length > 0 && done === tables.length) {
      screen.line(`  ${'full load'.padEnd(28)} ${count(rows)} rows of ${String(done)} tables`);
      return rows;
    }
    const task = await describeTask(target);
    if (task.Status === 'failed') {
      throw new UserError(`The full load failed: ${task.LastFailureMessage ?? ''}`);
    }
    const elapsedSeconds = (Date.now() - startedAt) / 1000;
    if (tables.length > 0) {
      screen.status(progressText({ done, total: tables.length, unit: 'tables', elapsedSeconds }));
    }
    await nextPoll(target);
  }
}
