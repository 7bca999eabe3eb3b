import { dashboardBody } from '../../../stacks/constructs/dashboard-body';
import {
  relationalAlarms,
  type AlarmedRelationalFeed,
} from '../../../stacks/constructs/relational-alarms';

const FEED: AlarmedRelationalFeed = {
  streamName: 'changes',
  deliveryName: 'delivery',
  bufferSeconds: 60,
  hasTransform: true,
  functionNames: { 'billing-alerts': 'f-alerts', 'database-runner': 'f-runner' },
  consumerName: 'f-alerts',
  mappingUuid: 'uuid-1',
  replicationInstanceId: 'instance',
  taskResourceId: 'TASK1',
  databaseIdentifier: 'db',
  lagSecondsMax: 300,
  retentionHours: 168,
  recordAgeSecondsMax: 86_400,
  feedId: 'billing',
};
const alarms = relationalAlarms(FEED);
const alarm = (id: string) => alarms.find((one) => one.id === id);

describe('relationalAlarms', () => {
  it.each([
    [
      'stream-iterator-age',
      {
        namespace: 'AWS/Kinesis',
        metric: 'GetRecords.IteratorAgeMilliseconds',
        threshold: 300_000,
      },
    ],
    [
      'consumer-iterator-age',
      { namespace: 'AWS/Lambda', metric: 'IteratorAge', threshold: 300_000 },
    ],
    [
      'replication-source-latency',
      { namespace: 'AWS/DMS', metric: 'CDCLatencySource', threshold: 300 },
    ],
    [
      'replication-target-latency',
      { namespace: 'AWS/DMS', metric: 'CDCLatencyTarget', threshold: 300 },
    ],
    [
      'delivery-freshness',
      { namespace: 'AWS/Firehose', metric: 'DeliveryToS3.DataFreshness', threshold: 360 },
    ],
    [
      'delivery-failed',
      { namespace: 'AWS/Firehose', metric: 'DeliveryToS3.Success', threshold: 1 },
    ],
    ['suspended-tables', { namespace: 'Tributary', metric: 'SuspendedTables', threshold: 0 }],
    ['records-quarantined', { namespace: 'Tributary', metric: 'RecordsQuarantined', threshold: 0 }],
    ['alerts-in-doubt', { namespace: 'Tributary', metric: 'AlertsInDoubt', threshold: 0 }],
    [
      'consumer-changes-dropped',
      { namespace: 'AWS/Lambda', metric: 'DroppedEventCount', threshold: 0 },
    ],
    [
      'consumer-failures-delivered',
      { namespace: 'AWS/Lambda', metric: 'OnFailureDestinationDeliveredEventCount', threshold: 0 },
    ],
    [
      'consumer-destination-failed',
      { namespace: 'AWS/Lambda', metric: 'DestinationDeliveryFailures', threshold: 0 },
    ],
    ['source-gap', { namespace: 'Tributary', metric: 'SourceGaps', threshold: 0 }],
    [
      'source-columns-not-carried',
      { namespace: 'Tributary', metric: 'SourceColumnsNotCarried', threshold: 0 },
    ],
    [
      'source-retention-used',
      { namespace: 'Tributary', metric: 'SourceRetentionUsed', threshold: 50 },
    ],
    // Half of seven days, and half of the day after which Lambda gives a record up.
    [
      'stream-retention-used',
      { metric: 'GetRecords.IteratorAgeMilliseconds', threshold: 302_400_000 },
    ],
    ['consumer-retention-used', { metric: 'IteratorAge', threshold: 43_200_000 }],
    ['alerts-held', { namespace: 'Tributary', metric: 'AlertsHeld', periodSeconds: 3600 }],
    ['database-runner-errors', { namespace: 'AWS/Lambda', metric: 'Errors', threshold: 0 }],
  ])('has %s', (id, expected) => {
    expect(alarm(id)).toMatchObject(expected);
  });

  it('knows the task by the last part of its ARN', () => {
    expect(alarm('replication-source-latency')?.dimensions).toEqual({
      ReplicationInstanceIdentifier: 'instance',
      ReplicationTaskIdentifier: 'TASK1',
    });
  });

  it('knows the event source mapping by its UUID', () => {
    expect(alarm('consumer-changes-dropped')?.dimensions).toEqual({
      EventSourceMappingUUID: 'uuid-1',
    });
  });

  it('takes silence for trouble where a healthy feed always speaks', () => {
    const loud = alarms.filter(({ missingData }) => missingData === 'breaching');

    expect(loud.map(({ id }) => id)).toEqual([
      'replication-source-latency',
      'replication-target-latency',
      'replication-storage',
      'suspended-tables',
      'source-gap',
      'database-storage',
    ]);
  });

  it('has no alarm of a transform that is not there', () => {
    const raw = relationalAlarms({ ...FEED, hasTransform: false });

    expect(raw.map(({ id }) => id)).not.toContain('delivery-transform');
  });
});

describe('dashboardBody', () => {
  it('shows the state of all alarms, then each metric with its limit', () => {
    const [first] = alarms;
    const { widgets } = dashboardBody({
      region: 'eu-west-1',
      alarms: [first!],
      alarmArns: ['arn:1'],
      lagStages: [],
    }) as { widgets: object[] };

    expect(widgets).toMatchObject([
      { type: 'alarm', properties: { alarms: ['arn:1'] } },
      {
        type: 'metric',
        x: 0,
        y: 4,
        properties: {
          region: 'eu-west-1',
          stat: 'Maximum',
          metrics: [['AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', 'StreamName', 'changes']],
          annotations: { horizontal: [{ value: 300_000 }] },
        },
      },
    ]);
  });
});
