import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { DmsEventSubscription } from '@cdktf/provider-aws/lib/dms-event-subscription';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { FeedContext } from './feed-context';

export interface ReplicationEventsProps {
  context: FeedContext;
  topicArn: string;
  taskArn: string;
  instanceId: string;
  /** DMS looks for the instance and for its right to publish when it is asked to tell of them. */
  ready: ITerraformDependable[];
}

/**
 * A task that stops or fails tells the operators through EventBridge, an instance in trouble through
 * DMS itself: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html
 */
export class ReplicationEvents extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationEventsProps) {
    super(scope, id);
    const { context, topicArn } = props;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: context.name('rule', 'replication-stopped'),
      description: 'The replication task stopped or failed',
      eventPattern: JSON.stringify(taskStopped(props.taskArn)),
    });
    new CloudwatchEventTarget(this, 'target', { rule: rule.name, arn: topicArn });
    new DmsEventSubscription(this, 'instance', {
      name: context.name('dms', 'replication-events'),
      snsTopicArn: topicArn,
      sourceType: 'replication-instance',
      sourceIds: [props.instanceId],
      eventCategories: ['failure', 'failover', 'low storage'],
      enabled: true,
      dependsOn: props.ready,
    });
  }
}

function taskStopped(taskArn: string): object {
  return {
    source: ['aws.dms'],
    'detail-type': ['DMS Replication Task State Change'],
    resources: [taskArn],
    detail: { eventType: ['REPLICATION_TASK_STOPPED', 'REPLICATION_TASK_FAILED'] },
  };
}
