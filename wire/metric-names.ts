/** CloudWatch namespace of every metric the functions publish; their one dimension is `service` = feed. */
export const METRIC_NAMESPACE = 'Tributary';

/**
 * Values of a metric that are published at once; of more, as many are taken evenly. A line of a log carries 100:
 * with that one Powertools publishes by itself, and warns of nothing to publish when it is told to.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const METRIC_VALUES_MAX = 99;

/** Names of the metrics, each a count but where the name says otherwise. */
export const METRICS = {
  /** Milliseconds from a change's commit to its arrival in the stream. */
  commitToArrival: 'CommitToArrival',
  /** Milliseconds from a change's arrival in the stream to the end of its alerts. */
  arrivalToAlert: 'ArrivalToAlert',
  alertsSent: 'AlertsSent',
  alertsInDoubt: 'AlertsInDoubt',
  alertsHeld: 'AlertsHeld',
  alertsNotAlerted: 'AlertsNotAlerted',
  recordsQuarantined: 'RecordsQuarantined',
  recordsRetried: 'RecordsRetried',
  rowsTransformed: 'RowsTransformed',
  rowsUnreadable: 'RowsUnreadable',
  suspendedTables: 'SuspendedTables',
  sourceSetup: 'SourceSetup',
  sourceCaptureOff: 'SourceCaptureOff',
  sourcePollingInterval: 'SourcePollingInterval',
  sourceColumnsNotCarried: 'SourceColumnsNotCarried',
  sourceSchemaChanged: 'SourceSchemaChanged',
  sourceGaps: 'SourceGaps',
  /** Percent of the change tables' retention that the oldest unread change has stood. */
  sourceRetentionUsed: 'SourceRetentionUsed',
} as const;
