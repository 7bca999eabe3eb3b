import type { Statement } from './policy';

/** Table statistics tell whether a load is finished and which tables are suspended. */
export function describeTask(taskArn: string): Statement {
  return {
    sid: 'DescribeTask',
    actions: ['dms:DescribeTableStatistics'],
    resources: [taskArn],
  };
}

/** The task's state and checkpoint; the action takes no resource. */
export function describeTasks(): Statement {
  return { sid: 'DescribeTasks', actions: ['dms:DescribeReplicationTasks'], resources: ['*'] };
}

/** In front of what the feed cannot carry. */
export function stopTask(taskArn: string): Statement {
  return { sid: 'StopTask', actions: ['dms:StopReplicationTask'], resources: [taskArn] };
}
