import { dashboardBody } from '../../../stacks/constructs/dashboard-body';
import { itemAlarms, type AlarmedItemFeed } from '../../../stacks/constructs/item-alarms';
import { resources, synthesizedItems } from '../../support/synthesized';

const FEED: AlarmedItemFeed = {
  feedId: 'people',
  tableName: 'Orders',
  streamName: 'changes',
  deliveryName: 'delivery',
  bufferSeconds: 120,
  hasTransform: true,
  functionNames: { 'flatten-item-changes': 'f-items' },
  lagSecondsMax: 300,
  retentionHours: 24,
};
const alarms = itemAlarms(FEED);

describe('itemAlarms', () => {
  it('has each in the order in which a change passes', () => {
    expect(alarms.map(({ id }) => id)).toEqual([
      'changes-not-replicated',
      'changes-late',
      'changes-retention-used',
      'changes-throttled',
      'stream-iterator-age',
      'stream-retention-used',
      'stream-write-throttled',
      'delivery-freshness',
      'delivery-failed',
      'delivery-transform',
      'flatten-item-changes-errors',
      'rows-unreadable',
    ]);
  });

  it.each([
    ['changes-not-replicated', { metric: 'FailedToReplicateRecordCount', threshold: 0 }],
    ['changes-late', { metric: 'AgeOfOldestUnreplicatedRecord', threshold: 300_000 }],
    ['changes-retention-used', { metric: 'AgeOfOldestUnreplicatedRecord', threshold: 43_200_000 }],
    ['stream-retention-used', { threshold: 43_200_000 }],
    ['changes-throttled', { metric: 'ThrottledPutRecordCount', threshold: 0, periods: 5 }],
    ['delivery-freshness', { metric: 'DeliveryToS3.DataFreshness', threshold: 420 }],
    ['rows-unreadable', { namespace: 'Tributary', metric: 'RowsUnreadable', threshold: 0 }],
  ])('has %s', (id, expected) => {
    expect(alarms.find((alarm) => alarm.id === id)).toMatchObject(expected);
  });

  it('has no alarm of a transform that is not there', () => {
    const raw = itemAlarms({ ...FEED, hasTransform: false, functionNames: {} });

    expect(raw.map(({ id }) => id)).toEqual(
      alarms.map(({ id }) => id).filter((id) => !/transform|flatten|rows/.test(id)),
    );
  });
});

describe("an alarm of the table's streaming", () => {
  const QUERY =
    'SELECT SUM("FailedToReplicateRecordCount") FROM SCHEMA("AWS/DynamoDB", "TableName", "DelegatedOperation") WHERE "TableName" = \'Orders\'';

  it('asks for the metric whatever the operation is called, as no page names it', () => {
    const { people } = synthesizedItems();
    const alarm = resources(people, 'aws_cloudwatch_metric_alarm').find(([name]) =>
      name.includes('changes-not-replicated'),
    )![1];
    const [query] = alarm['metric_query'] as [Record<string, unknown>];

    expect(query).toMatchObject({ period: 60, return_data: true });
    expect(String(query['expression']).replace(/\$\{[^}]+\}/, 'Orders')).toBe(QUERY);
    expect(alarm).not.toHaveProperty('metric_name');
    expect(alarm).not.toHaveProperty('period');
  });

  it('is drawn by the same query', () => {
    const { widgets } = dashboardBody({
      region: 'eu-west-1',
      alarms: [alarms[0]!],
      alarmArns: ['arn:1'],
      lagStages: [],
    }) as { widgets: object[] };

    expect(widgets[1]).toMatchObject({
      properties: {
        period: 60,
        metrics: [[{ expression: QUERY, label: 'FailedToReplicateRecordCount' }]],
      },
    });
  });
});
