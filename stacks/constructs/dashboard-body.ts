import { metricQuery, type AlarmDefinition } from './alarm-definition';
import type { LagStage } from './lag-stages';

export interface DashboardInput {
  region: string;
  alarms: readonly AlarmDefinition[];
  alarmArns: readonly string[];
  lagStages: readonly LagStage[];
}

const WIDTH = 12;
const HEIGHT = 6;
const ALARMS_HEIGHT = 4;

/**
 * One page a feed: all alarms first, then how late each stage is, then each alarmed metric with its limit, both
 * in the order in which a change passes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody({ region, alarms, alarmArns, lagStages }: DashboardInput): object {
  const state = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 2 * WIDTH,
    height: ALARMS_HEIGHT,
    properties: { title: 'Alarms', alarms: alarmArns },
  };
  const graphs = [
    ...lagStages.map((stage) => stageGraph(stage, region)),
    ...alarms.map((alarm) => alarmGraph(alarm, region)),
  ];
  return { widgets: [state, ...graphs.map(placed)] };
}

/** Two a row, below the alarms. */
function placed(properties: object, index: number): object {
  return {
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: ALARMS_HEIGHT + Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties,
  };
}

function stageGraph({ title, unit, metrics }: LagStage, region: string): object {
  return {
    title: `Lag: ${title}`,
    region,
    period: 60,
    yAxis: { left: { min: 0, label: unit, showUnits: false } },
    metrics: metrics.flatMap(({ namespace, metric, dimensions, statistics }) =>
      statistics.map((stat) => [
        ...[namespace, metric, ...Object.entries(dimensions).flat()],
        { stat, label: `${metric} ${stat}` },
      ]),
    ),
  };
}

function alarmGraph(alarm: AlarmDefinition, region: string): object {
  return {
    title: alarm.id,
    region,
    stat: alarm.statistic,
    period: alarm.periodSeconds,
    metrics: [shown(alarm)],
    annotations: { horizontal: [{ label: 'alarm', value: alarm.threshold }] },
  };
}

function shown(alarm: AlarmDefinition): unknown[] {
  const expression = metricQuery(alarm);
  return expression === undefined
    ? [alarm.namespace, alarm.metric, ...Object.entries(alarm.dimensions).flat()]
    : [{ expression, label: alarm.metric }];
}
