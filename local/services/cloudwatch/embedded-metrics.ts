/** A value of a metric, as a function writes it into its log. */
export interface MetricDatum {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  value: number;
}

interface Embedded {
  _aws?: {
    CloudWatchMetrics?: {
      Namespace?: string;
      Dimensions?: string[][];
      Metrics?: { Name: string }[];
    }[];
  };
}

/**
 * The metrics in a log: a line of JSON with `_aws` carries them, everything else is text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(log: string): MetricDatum[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"_aws"'))
    .flatMap(metricsOfLine);
}

function metricsOfLine(line: string): MetricDatum[] {
  let document: Embedded & Record<string, unknown>;
  try {
    document = JSON.parse(line) as Embedded & Record<string, unknown>;
  } catch {
    return [];
  }
  return (document._aws?.CloudWatchMetrics ?? []).flatMap(
    ({ Namespace = '', Dimensions = [], Metrics = [] }) =>
      Dimensions.flatMap((names) => {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name])]));
        return Metrics.flatMap(({ Name }) =>
          valuesOf(document[Name]).map((value) => ({
            namespace: Namespace,
            metric: Name,
            dimensions,
            value,
          })),
        );
      }),
  );
}

/** One number or a list of them. */
function valuesOf(value: unknown): number[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is number => typeof one === 'number');
}
