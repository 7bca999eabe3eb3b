import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { EnvironmentText, suspendedTablesEnvironment } from '../../wire/function-environments';
import type { FeedContext } from './feed-context';
import { describeTask } from './replication-grants';
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
    this.schedule(context);
  }

  private schedule(context: FeedContext): void {
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: context.name('rule', 'suspended-tables'),
      description: 'Looks for suspended tables',
      scheduleExpression: 'rate(5 minutes)',
    });
    new CloudwatchEventTarget(this, 'target', { rule: rule.name, arn: this.function.arn });
    new LambdaPermission(this, 'permission', {
      statementId: 'InvokeByRule',
      action: 'lambda:InvokeFunction',
      functionName: this.function.name,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
  }
}
