import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { metricQuery, type AlarmDefinition } from './alarm-definition';
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
          ...measured(alarm),
          comparisonOperator: alarm.comparison,
          threshold: alarm.threshold,
          evaluationPeriods: alarm.periods,
          treatMissingData: alarm.missingData,
          alarmActions: [topicArn],
          okActions: [topicArn],
        }).arn,
    );
  }
}

/** What is compared: a metric by its dimensions, or a query that finds them. */
function measured(alarm: AlarmDefinition): Partial<CloudwatchMetricAlarmConfig> {
  const expression = metricQuery(alarm);
  const period = alarm.periodSeconds;
  if (expression !== undefined)
    return {
      metricQuery: [{ id: 'found', expression, label: alarm.metric, period, returnData: true }],
    };
  return {
    namespace: alarm.namespace,
    metricName: alarm.metric,
    dimensions: alarm.dimensions,
    statistic: alarm.statistic,
    period,
  };
}
