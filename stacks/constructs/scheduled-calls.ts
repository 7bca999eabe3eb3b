import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import type { FeedContext } from './feed-context';
import type { TypescriptFunction } from './typescript-function';

export interface ScheduledCalls {
  context: FeedContext;
  /** End of the rule's name. */
  what: string;
  description: string;
  function: TypescriptFunction;
}

/** Calls the function every five minutes; the three resources stand in `scope` itself. */
export function addScheduledCalls(scope: Construct, calls: ScheduledCalls): void {
  const rule = new CloudwatchEventRule(scope, 'rule', {
    name: calls.context.name('rule', calls.what),
    description: calls.description,
    scheduleExpression: 'rate(5 minutes)',
  });
  new CloudwatchEventTarget(scope, 'target', { rule: rule.name, arn: calls.function.arn });
  new LambdaPermission(scope, 'permission', {
    statementId: 'InvokeByRule',
    action: 'lambda:InvokeFunction',
    functionName: calls.function.name,
    principal: 'events.amazonaws.com',
    sourceArn: rule.arn,
  });
}
