import type { Statement } from './policy';

/** Table statistics tell whether a load is finished and which tables are suspended. */
export function describeTask(taskArn: string): Statement {
  return {
    sid: 'DescribeTask',
    actions: ['dms:DescribeTableStatistics'],
    resources: [taskArn],
  };
}
