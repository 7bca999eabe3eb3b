import { Construct } from 'constructs';
import type { EnvironmentText, suspendedTablesEnvironment } from '../../wire/function-environments';
import type { FeedContext } from './feed-context';
import { describeTask } from './replication-grants';
import { addScheduledCalls } from './scheduled-calls';
import { TypescriptFunction } from './typescript-function';

/** DMS shows a suspended table in its statistics only, while the task runs on: so they are read. */
export class SuspendedTables extends Construct {
  readonly function: TypescriptFunction;

  constructor(scope: Construct, id: string, props: { context: FeedContext; taskArn: string }) {
    super(scope, id);
    const { context, taskArn } = props;
    const environment: EnvironmentText<typeof suspendedTablesEnvironment> = {
      FEED: context.feedId,
      REPLICATION_TASK_ARN: taskArn,
    };
    this.function = new TypescriptFunction(this, 'check', {
      context,
      consumer: 'suspended-tables',
      description: 'Counts the tables that DMS has suspended',
      environment,
      statements: [describeTask(taskArn)],
      memoryMegabytes: 256,
      timeoutSeconds: 60,
    });
    addScheduledCalls(this, {
      context,
      what: 'suspended-tables',
      description: 'Looks for suspended tables',
      function: this.function,
    });
  }
}
