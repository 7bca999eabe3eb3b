/**
 * Athena computes the partitions instead of looking them up: a file can be queried as soon as it
 * lies there. Days and hours are UTC, as Firehose names them.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function partitionProjection({
  location,
  firstDay,
}: {
  location: string;
  firstDay: string;
}) {
  return {
    'projection.enabled': 'true',
    'projection.day.type': 'date',
    'projection.day.format': 'yyyy-MM-dd',
    'projection.day.range': `${firstDay},NOW`,
    'projection.day.interval': '1',
    'projection.day.interval.unit': 'DAYS',
    'projection.hour.type': 'integer',
    'projection.hour.range': '0,23',
    'projection.hour.digits': '2',
    // Doubled dollars: the braces are Athena's, not Terraform's.
    'storage.location.template': `${location}day=$\${day}/hour=$\${hour}/`,
  };
}

export const PARTITION_COLUMNS = ['day', 'hour'] as const;
