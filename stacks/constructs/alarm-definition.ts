/** One CloudWatch alarm; all count over whole minutes. */
export interface AlarmDefinition {
  /** Construct id and end of the alarm's name. */
  id: string;
  /** What it means, in the e-mail that it sends. */
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  /**
   * Dimensions whose values the service does not tell beforehand: the alarm then takes what a query finds
   * for `dimensions`, whatever these are.
   */
  anyOf?: readonly string[];
  statistic: 'Maximum' | 'Minimum' | 'Sum' | 'Average';
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  threshold: number;
  periodSeconds: number;
  periods: number;
  /** What silence means: `breaching` where a healthy thing always speaks. */
  missingData: 'breaching' | 'notBreaching' | 'ignore';
}

/** An alarm that rings in the first minute in which anything is counted. */
export const AT_ONCE = {
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  periodSeconds: 60,
  periods: 1,
  missingData: 'notBreaching',
} as const;

const QUERY_FUNCTIONS = { Maximum: 'MAX', Minimum: 'MIN', Sum: 'SUM', Average: 'AVG' } as const;

/**
 * The alarm's metric as a query of Metrics Insights, where a dimension's value is not known:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function metricQuery(alarm: AlarmDefinition): string | undefined {
  const { namespace, metric, dimensions, anyOf, statistic } = alarm;
  if (anyOf === undefined) return undefined;
  const names = [...Object.keys(dimensions), ...anyOf].map((name) => `"${name}"`).join(', ');
  const where = Object.entries(dimensions).map(([name, value]) => `"${name}" = '${value}'`);
  return `SELECT ${QUERY_FUNCTIONS[statistic]}("${metric}") FROM SCHEMA("${namespace}", ${names}) WHERE ${where.join(' AND ')}`;
}
