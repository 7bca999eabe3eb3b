import { createAlarms, type Alarm } from '../../../../local/services/cloudwatch/alarms';
import { metricAlarmResource } from '../../../../local/services/cloudwatch/metric-alarm-resource';
import type { CloudEvent } from '../../../../local/cloud';
import { matchArguments } from '../../../../local/definition/match-arguments';
import { testCloud } from '../../../support/test-cloud';
import { fakeClock } from '../../../support/fake-clock';

const ALARM: Alarm = {
  name: 'tributary-dev-billing-source-gap',
  description: 'Changes are gone',
  namespace: 'Tributary',
  metric: 'SourceGaps',
  dimensions: { service: 'billing' },
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  periodSeconds: 900,
};

/** As the embedded metric format has it, in one line of a function's log among others. */
const log = (gaps: number, service = 'billing') =>
  [
    'START RequestId: 1 Version: $LATEST',
    JSON.stringify({
      _aws: {
        Timestamp: 1_768_471_200_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Tributary',
            Dimensions: [['service']],
            Metrics: [{ Name: 'SourceGaps', Unit: 'Count' }],
          },
        ],
      },
      service,
      SourceGaps: gaps,
    }),
    '{"_aws": no json',
    'END RequestId: 1',
  ].join('\n');

function laptop(alarm: Partial<Alarm> = {}) {
  const clock = fakeClock();
  const events: CloudEvent[] = [];
  const alarms = createAlarms({ clock, report: (event) => void events.push(event) });
  alarms.add({ ...ALARM, ...alarm });
  return { clock, events, alarms };
}

describe('alarms', () => {
  it('ring once for what a function measures, and say when it is over', async () => {
    const { clock, events, alarms } = laptop();

    alarms.observe(log(0));
    alarms.observe(log(1));
    alarms.observe(log(2));
    await clock.advance(900_000);
    alarms.observe(log(0));

    expect(events).toEqual([
      { source: ALARM.name, level: 'warning', message: 'alarm rings: Changes are gone' },
      { source: ALARM.name, level: 'info', message: 'alarm is over' },
    ]);
  });

  it('add up within the period where they sum', async () => {
    const { clock, events, alarms } = laptop({ statistic: 'Sum', threshold: 2 });

    alarms.observe(log(2));
    await clock.advance(900_000);
    alarms.observe(log(1));
    alarms.observe(log(2));

    expect(events).toHaveLength(1);
  });

  it.each([
    ['of another feed', log(1, 'people')],
    ['in no metric at all', 'SourceGaps: 1'],
  ])('stay silent for what is %s', (_, text) => {
    const { events, alarms } = laptop();

    alarms.observe(text);

    expect(events).toEqual([]);
  });
});

describe('aws_cloudwatch_metric_alarm', () => {
  it('rings while it stands', async () => {
    const { events, alarms } = laptop({ name: 'other', metric: 'Other' });
    const adapter = metricAlarmResource(alarms);
    const given = {
      alarm_name: 'gap',
      alarm_description: 'Changes are gone',
      namespace: 'Tributary',
      metric_name: 'SourceGaps',
      dimensions: { service: 'billing' },
      statistic: 'Maximum',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      period: 60,
      evaluation_periods: 1,
      treat_missing_data: 'notBreaching',
    };

    const running = await adapter.start(matchArguments(adapter, 'a', given) as never, {
      ...testCloud(),
      address: 'a',
      stack: 'billing',
      arguments: {},
    });
    alarms.observe(log(1));
    await running.stop?.();
    alarms.observe(log(0));

    expect(running.attributes).toMatchObject({
      arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:gap',
    });
    expect(events.map(({ message }) => message)).toEqual(['alarm rings: Changes are gone']);
  });
});
