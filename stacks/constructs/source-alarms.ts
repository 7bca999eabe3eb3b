import { METRIC_NAMESPACE, METRICS } from '../../wire/metric-names';
import { AT_ONCE, type AlarmDefinition } from './alarm-definition';

/** Percent of the change tables' retention; the default retention is three days. */
const RETENTION_PERCENT = 50;

/** What the scheduled watch of the source finds, an alarm each; the watch itself rings by silence. */
export function sourceAlarms({ feedId }: { feedId: string }): AlarmDefinition[] {
  const found = {
    ...AT_ONCE,
    namespace: METRIC_NAMESPACE,
    dimensions: { service: feedId },
    statistic: 'Maximum',
    // Three looks, of which each tells all that is wrong.
    periodSeconds: 900,
  } as const;
  return [
    {
      ...found,
      id: 'source-capture-off',
      description:
        'Change data capture is off, its job is gone, or a table has no capture instance',
      metric: METRICS.sourceCaptureOff,
    },
    {
      ...found,
      id: 'source-columns-not-carried',
      description: 'A column would be lost: the task was stopped in front of it',
      metric: METRICS.sourceColumnsNotCarried,
    },
    {
      ...found,
      id: 'source-gap',
      description: 'Changes are gone that were not seen to be read, or the watch does not look',
      metric: METRICS.sourceGaps,
      missingData: 'breaching',
    },
    {
      ...found,
      id: 'source-polling-interval',
      description: 'The interval of the capture job is not what DMS needs, as after a failover',
      metric: METRICS.sourcePollingInterval,
    },
    {
      ...found,
      id: 'source-retention-used',
      description:
        'Changes stand unread for half of what the change tables keep: they are near to being lost',
      metric: METRICS.sourceRetentionUsed,
      threshold: RETENTION_PERCENT,
    },
    {
      ...found,
      id: 'source-schema-changed',
      description: 'Columns of the source are not what the settings declare',
      metric: METRICS.sourceSchemaChanged,
    },
    {
      ...found,
      id: 'source-setup',
      description: 'The source lacks something that change data capture or DMS needs',
      metric: METRICS.sourceSetup,
    },
  ];
}
