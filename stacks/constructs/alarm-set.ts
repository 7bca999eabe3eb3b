import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definitions';
import type { FeedContext } from './feed-context';

export interface AlarmSetProps {
  context: FeedContext;
  topicArn: string;
  alarms: readonly AlarmDefinition[];
}

/** The alarms of a feed; each tells the operators when it rings and when it is over. */
export class AlarmSet extends Construct {
  readonly arns: string[];

  constructor(scope: Construct, id: string, { context, topicArn, alarms }: AlarmSetProps) {
    super(scope, id);
    this.arns = alarms.map(
      (alarm) =>
        new CloudwatchMetricAlarm(this, alarm.id, {
          alarmName: context.name('alarm', alarm.id),
          alarmDescription: alarm.description,
          namespace: alarm.namespace,
          metricName: alarm.metric,
          dimensions: alarm.dimensions,
          statistic: alarm.statistic,
          comparisonOperator: alarm.comparison,
          threshold: alarm.threshold,
          period: alarm.periodSeconds,
          evaluationPeriods: alarm.periods,
          treatMissingData: alarm.missingData,
          alarmActions: [topicArn],
          okActions: [topicArn],
        }).arn,
    );
  }
}
