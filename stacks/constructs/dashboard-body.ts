import { metricQuery, type AlarmDefinition } from './alarm-definition';

export interface DashboardInput {
  region: string;
  alarms: readonly AlarmDefinition[];
  alarmArns: readonly string[];
}

const WIDTH = 12;
const HEIGHT = 6;
const ALARMS_HEIGHT = 4;

/**
 * One page a feed: all alarms first, then each alarmed metric with its limit, in the order in which a
 * change passes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody({ region, alarms, alarmArns }: DashboardInput): object {
  const state = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 2 * WIDTH,
    height: ALARMS_HEIGHT,
    properties: { title: 'Alarms', alarms: alarmArns },
  };
  return { widgets: [state, ...alarms.map((alarm, index) => graph(alarm, { index, region }))] };
}

function graph(alarm: AlarmDefinition, { index, region }: { index: number; region: string }) {
  return {
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: ALARMS_HEIGHT + Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: alarm.id,
      region,
      stat: alarm.statistic,
      period: alarm.periodSeconds,
      metrics: [shown(alarm)],
      annotations: { horizontal: [{ label: 'alarm', value: alarm.threshold }] },
    },
  };
}

function shown(alarm: AlarmDefinition): unknown[] {
  const expression = metricQuery(alarm);
  return expression === undefined
    ? [alarm.namespace, alarm.metric, ...Object.entries(alarm.dimensions).flat()]
    : [{ expression, label: alarm.metric }];
}
