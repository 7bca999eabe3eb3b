import { AT_ONCE, type AlarmDefinition } from './alarm-definition';
import {
  deliveryAlarms,
  HOUR_MILLISECONDS,
  shareOf,
  functionErrorAlarms,
  streamAlarms,
  unreadableRowsAlarm,
  type DeliveryPath,
} from './delivery-path-alarms';

export interface AlarmedItemFeed extends DeliveryPath {
  tableName: string;
}

/**
 * DynamoDB's pages tell no limit for its Kinesis destination; its own streams keep a change for a day, so
 * that is taken as what is safe:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/streamsmain.html
 */
const DESTINATION_HOURS = 24;

/** Every alarm of a DynamoDB feed. */
export function itemAlarms(feed: AlarmedItemFeed): AlarmDefinition[] {
  return [
    ...tableStreamingAlarms(feed),
    ...streamAlarms(feed, {
      readers: 'delivery to the lake',
      whenRefused: 'DynamoDB tries again and its changes come late',
    }),
    ...deliveryAlarms(feed),
    ...functionErrorAlarms(feed),
    ...(feed.hasTransform ? [unreadableRowsAlarm(feed)] : []),
  ];
}

/**
 * What DynamoDB tells of its Kinesis destination. Its page names the dimension DelegatedOperation and not
 * its value, and an alarm on a wrong value never rings: so the alarms query for any.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
function tableStreamingAlarms({ tableName, lagSecondsMax }: AlarmedItemFeed): AlarmDefinition[] {
  const streaming = {
    ...AT_ONCE,
    namespace: 'AWS/DynamoDB',
    dimensions: { TableName: tableName },
    anyOf: ['DelegatedOperation'],
  } as const;
  return [
    {
      ...streaming,
      id: 'changes-not-replicated',
      description: 'DynamoDB dropped changes: their records are larger than the stream takes',
      metric: 'FailedToReplicateRecordCount',
      statistic: 'Sum',
    },
    {
      ...streaming,
      id: 'changes-late',
      description: 'DynamoDB sends changes to the stream late: capacity, key or permission',
      metric: 'AgeOfOldestUnreplicatedRecord',
      statistic: 'Maximum',
      threshold: lagSecondsMax * 1000,
      periodSeconds: 300,
    },
    {
      ...streaming,
      id: 'changes-retention-used',
      description:
        'Changes wait for half a day to go to the stream: DynamoDB may drop them after a day',
      metric: 'AgeOfOldestUnreplicatedRecord',
      statistic: 'Maximum',
      threshold: shareOf(DESTINATION_HOURS * HOUR_MILLISECONDS),
      periodSeconds: 300,
    },
    {
      ...streaming,
      id: 'changes-throttled',
      description: 'The stream refuses changes of DynamoDB, which tries again: too few shards',
      metric: 'ThrottledPutRecordCount',
      statistic: 'Maximum',
      periods: 5,
    },
  ];
}
