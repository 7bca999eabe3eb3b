import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definition';
import { AlarmSet } from './alarm-set';
import { dashboardBody } from './dashboard-body';
import type { FeedContext } from './feed-context';
import type { LagStage } from './lag-stages';
import { NotificationTopic } from './notification-topic';
import type { Notifier } from './topic-grants';

export interface OperatorsWatchProps {
  context: FeedContext;
  emails: readonly string[];
  notifiers: readonly Notifier[];
  alarms: readonly AlarmDefinition[];
  lagStages: readonly LagStage[];
}

/** What the operators of a feed look at and are woken by: topic, alarms, dashboard. */
export interface OperatorsWatch {
  topic: NotificationTopic;
  dashboard: string;
}

/** Adds the three to the feed's stack itself, where their addresses are. */
export function addOperatorsWatch(scope: Construct, props: OperatorsWatchProps): OperatorsWatch {
  const { context, alarms, lagStages } = props;
  const topic = new NotificationTopic(scope, 'operators', {
    context,
    what: 'operators',
    displayName: `Feed ${context.feedId}`,
    emails: props.emails,
    notifiers: props.notifiers,
  });
  const alarmSet = new AlarmSet(scope, 'alarms', { context, topicArn: topic.arn, alarms });
  const dashboard = new CloudwatchDashboard(scope, 'dashboard', {
    dashboardName: context.name('dashboard'),
    dashboardBody: JSON.stringify(
      dashboardBody({ region: context.region, alarms, alarmArns: alarmSet.arns, lagStages }),
    ),
  });
  return { topic, dashboard: dashboard.dashboardName };
}
