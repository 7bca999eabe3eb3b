import { Construct } from 'constructs';
import { mayDeleteData } from '../../settings/environment';
import type { SqlServerFeed } from '../../settings/sql-server-feed';
import type { EnvironmentText, sourceWatchEnvironment } from '../../wire/function-environments';
import type { FeedContext } from './feed-context';
import { askFunction } from './function-grants';
import { decryptWith } from './key-grants';
import { LedgerTable } from './ledger-table';
import { describeTask, describeTasks, stopTask } from './replication-grants';
import { addScheduledCalls } from './scheduled-calls';
import { rememberItem } from './table-grants';
import { TypescriptFunction } from './typescript-function';

export interface SourceWatchProps {
  context: FeedContext;
  feed: SqlServerFeed;
  taskArn: string;
  runner: TypescriptFunction;
}

/**
 * Looks at the source on a schedule. It stands outside the network and holds no secret: what is in the
 * database it asks of the database runner, whose `check` is that of `tributary sql check`.
 */
export class SourceWatch extends Construct {
  readonly function: TypescriptFunction;
  readonly table: LedgerTable;

  constructor(scope: Construct, id: string, props: SourceWatchProps) {
    super(scope, id);
    const { context, feed, taskArn, runner } = props;
    this.table = new LedgerTable(this, 'memory', {
      context,
      what: 'source-watch',
      hashKey: 'id',
      deletable: mayDeleteData(context.settings, feed.alerts),
    });
    const environment: EnvironmentText<typeof sourceWatchEnvironment> = {
      FEED: context.feedId,
      WATCHED_TASK_ARN: taskArn,
      RUNNER_FUNCTION: runner.name,
      WATCH_TABLE: this.table.name,
    };
    this.function = new TypescriptFunction(this, 'watch', {
      context,
      consumer: 'source-watch',
      description: 'Finds changes, gaps and losses at the source',
      environment,
      statements: [
        askFunction(runner.arn),
        describeTasks(),
        describeTask(taskArn),
        stopTask(taskArn),
        rememberItem(this.table.arn),
        decryptWith(context.keyArn, 'Watch'),
      ],
      memoryMegabytes: 256,
      timeoutSeconds: 120,
    });
    addScheduledCalls(this, {
      context,
      what: 'source-watch',
      description: 'Looks at the source',
      function: this.function,
    });
  }
}
