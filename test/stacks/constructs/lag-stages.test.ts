import { dashboardBody } from '../../../stacks/constructs/dashboard-body';
import { itemLagStages, relationalLagStages } from '../../../stacks/constructs/lag-stages';

const PATH = { feedId: 'billing', streamName: 'changes', deliveryName: 'delivery' };
const RELATIONAL = {
  ...PATH,
  replicationInstanceId: 'instance',
  taskResourceId: 'TASK1',
  consumerName: 'f-alerts',
};

describe('the lag on the dashboard', () => {
  it('follows a row from its source to lake and people', () => {
    expect(
      relationalLagStages(RELATIONAL).map(({ title, unit, metrics }) => [
        title,
        unit,
        ...metrics.map(({ metric }) => metric),
      ]),
    ).toEqual([
      ['source to DMS', 's', 'CDCLatencySource'],
      ['source to stream', 's', 'CDCLatencyTarget'],
      ['commit to stream', 'ms', 'CommitToArrival'],
      ['stream to its readers', 'ms', 'GetRecords.IteratorAgeMilliseconds'],
      ['stream to lake', 's', 'DeliveryToS3.DataFreshness'],
      ['stream to alert', 'ms', 'ArrivalToAlert', 'IteratorAge'],
    ]);
  });

  it('follows an item to the lake', () => {
    expect(itemLagStages(PATH).map(({ title }) => title)).toEqual([
      'commit to stream',
      'stream to its readers',
      'stream to lake',
    ]);
  });

  it('is drawn between the alarms and their metrics, median and 99th percentile', () => {
    const { widgets } = dashboardBody({
      region: 'eu-west-1',
      alarms: [],
      alarmArns: [],
      lagStages: itemLagStages(PATH),
    }) as { widgets: object[] };

    expect(widgets[1]).toEqual({
      type: 'metric',
      x: 0,
      y: 4,
      width: 12,
      height: 6,
      properties: {
        title: 'Lag: commit to stream',
        region: 'eu-west-1',
        period: 60,
        yAxis: { left: { min: 0, label: 'ms', showUnits: false } },
        metrics: [
          [
            'Tributary',
            'CommitToArrival',
            'service',
            'billing',
            { stat: 'p50', label: 'CommitToArrival p50' },
          ],
          [
            'Tributary',
            'CommitToArrival',
            'service',
            'billing',
            { stat: 'p99', label: 'CommitToArrival p99' },
          ],
        ],
      },
    });
  });
});
