import { eventRuleResource } from '../../../../local/services/scheduler/event-rule-resource';
import { eventTargetResource } from '../../../../local/services/scheduler/event-target-resource';
import { createScheduler } from '../../../../local/services/scheduler/service';
import { scheduleResource } from '../../../../local/services/scheduler/schedule-resource';
import { matchArguments } from '../../../../local/definition/match-arguments';
import type { ResourceAdapter } from '../../../../local/services/resource-adapter';
import { scriptedService, testCloud } from '../../../support/test-cloud';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:check';

function laptop() {
  const cloud = testCloud();
  const events: Record<string, unknown>[] = [];
  scriptedService(cloud, 'lambda', {
    Invoke: ({ Payload }: { Payload: Uint8Array }) => {
      events.push(JSON.parse(Buffer.from(Payload).toString()) as Record<string, unknown>);
    },
  });
  const scheduler = createScheduler(cloud);
  const start = async (adapter: ResourceAdapter, given: Record<string, unknown>) =>
    adapter.start(matchArguments(adapter, 'a', given) as never, {
      ...cloud,
      address: 'a',
      stack: 'billing',
      arguments: {},
    });
  return { cloud, events, scheduler, start };
}

describe('a scheduled rule', () => {
  it('invokes its function at each time', async () => {
    const { cloud, events, scheduler, start } = laptop();
    await start(eventRuleResource(scheduler), {
      name: 'check',
      schedule_expression: 'rate(5 minutes)',
    });
    await start(eventTargetResource(cloud, scheduler), { rule: 'check', arn: FUNCTION });

    await cloud.clock.advance(600_000);

    expect(events.map(({ time }) => time)).toEqual([
      '2026-01-15T10:05:00Z',
      '2026-01-15T10:10:00Z',
    ]);
    expect(events[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  });

  it('never fires when it waits for events', async () => {
    const { cloud, events, scheduler, start } = laptop();
    await start(eventRuleResource(scheduler), { name: 'stops', event_pattern: '{}' });
    const topic = 'arn:aws:sns:eu-west-1:111122223333:operators';
    await start(eventTargetResource(cloud, scheduler), { rule: 'stops', arn: topic });

    await cloud.clock.advance(600_000);

    expect(events).toEqual([]);
  });
});

describe('a schedule', () => {
  it('invokes its function with its input, as its role, until stopped', async () => {
    const { cloud, events, scheduler, start } = laptop();
    const running = await start(scheduleResource(cloud, scheduler), {
      name: 'check',
      schedule_expression: 'cron(0 * * * ? *)',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: FUNCTION,
        role_arn: 'arn:aws:iam::111122223333:role/schedule',
        input: '{"n":1}',
      },
    });
    await cloud.clock.advance(3_600_000);

    await running.stop?.();
    await cloud.clock.advance(3_600_000);

    expect(events).toEqual([{ n: 1 }]);
    expect(cloud.calls[0]!.caller).toBe(
      'arn:aws:sts::111122223333:assumed-role/schedule/AmazonEventBridgeScheduler',
    );
  });
});
