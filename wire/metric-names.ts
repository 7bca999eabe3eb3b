/** CloudWatch namespace of every metric the functions publish; their one dimension is `service` = feed. */
export const METRIC_NAMESPACE = 'Tributary';

/** Names of the metrics, each a count but where the name says otherwise. */
export const METRICS = {
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
