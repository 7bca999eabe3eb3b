import type { Cloud } from '../../cloud';
import { embeddedMetrics, type MetricDatum } from './embedded-metrics';

export interface Alarm {
  name: string;
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: 'Maximum' | 'Minimum' | 'Sum' | 'Average';
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  threshold: number;
  periodSeconds: number;
}

/** CloudWatch on the laptop: what functions measure rings alarms, on screen. */
export interface Alarms {
  add(alarm: Alarm): void;
  remove(name: string): void;
  /** Takes in what a function wrote in one invocation. */
  observe(log: string): void;
}

interface Watched {
  alarm: Alarm;
  isRinging: boolean;
  /** Of the last period, by second, however often a metric is measured. */
  seconds: Second[];
}

interface Second {
  startMs: number;
  count: number;
  sum: number;
  lowest: number;
  highest: number;
}

/**
 * An alarm is judged when its metric is measured, over the period behind it, and says once that it rings and
 * once that it is over. Silence changes nothing here: what AWS services measure of themselves is not measured
 * on the laptop, so those alarms never ring.
 */
export function createAlarms({ clock, report }: Pick<Cloud, 'clock' | 'report'>): Alarms {
  const watched = new Map<string, Watched>();
  const take = (datum: MetricDatum) => {
    for (const one of watched.values()) {
      if (!measures(datum, one.alarm)) continue;
      gather(one, datum.value, clock.now());
      const isBreaching = breaches(one);
      if (isBreaching === one.isRinging) continue;
      one.isRinging = isBreaching;
      const { name, description } = one.alarm;
      report(
        isBreaching
          ? { source: name, level: 'warning', message: `alarm rings: ${description}` }
          : { source: name, level: 'info', message: 'alarm is over' },
      );
    }
  };
  return {
    add: (alarm) => void watched.set(alarm.name, { alarm, isRinging: false, seconds: [] }),
    remove: (name) => void watched.delete(name),
    observe: (log) => embeddedMetrics(log).forEach(take),
  };
}

function measures(datum: MetricDatum, alarm: Alarm): boolean {
  const names = Object.keys(alarm.dimensions);
  return (
    datum.namespace === alarm.namespace &&
    datum.metric === alarm.metric &&
    names.length === Object.keys(datum.dimensions).length &&
    names.every((name) => datum.dimensions[name] === alarm.dimensions[name])
  );
}

function gather({ alarm, seconds }: Watched, value: number, nowMs: number): void {
  const startMs = Math.floor(nowMs / 1000) * 1000;
  let second = seconds.at(-1);
  if (second?.startMs !== startMs) {
    second = { startMs, count: 0, sum: 0, lowest: value, highest: value };
    seconds.push(second);
  }
  second.count += 1;
  second.sum += value;
  second.lowest = Math.min(second.lowest, value);
  second.highest = Math.max(second.highest, value);
  const overMs = nowMs - alarm.periodSeconds * 1000;
  while ((seconds[0]?.startMs ?? nowMs) <= overMs) seconds.shift();
}

function breaches({ alarm, seconds }: Watched): boolean {
  const total = (member: 'count' | 'sum') =>
    seconds.reduce((sum, second) => sum + second[member], 0);
  const statistic = {
    Maximum: () => Math.max(...seconds.map(({ highest }) => highest)),
    Minimum: () => Math.min(...seconds.map(({ lowest }) => lowest)),
    Sum: () => total('sum'),
    Average: () => total('sum') / total('count'),
  }[alarm.statistic]();
  return alarm.comparison === 'GreaterThanThreshold'
    ? statistic > alarm.threshold
    : statistic < alarm.threshold;
}
