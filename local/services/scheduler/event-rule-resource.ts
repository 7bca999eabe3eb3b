import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import { parseSchedule } from './schedule-expression';
import type { Scheduler } from './service';

/** `aws_cloudwatch_event_rule`: runs on its schedule; a rule over events waits for events that never come. */
export function eventRuleResource(scheduler: Scheduler) {
  return resourceAdapter({
    type: 'aws_cloudwatch_event_rule',
    honours: z.strictObject({
      name: z.string(),
      schedule_expression: z.string().optional(),
      is_enabled: z.boolean().optional(),
      state: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      event_bus_name: z
        .literal('default', { error: 'the laptop has the default event bus only' })
        .optional(),
    }),
    inert: {
      event_pattern: 'no AWS service on the laptop emits events to EventBridge',
      description: 'words for people',
      role_arn: 'the role of rules across accounts',
      force_destroy: 'concerns destroying',
    },
    start: (args, block) => {
      const arn = `arn:aws:events:${block.region}:${block.account}:rule/${args.name}`;
      const schedule = args.schedule_expression;
      scheduler.rules.set(args.name, {
        name: args.name,
        arn,
        enabled: args.is_enabled ?? args.state === 'ENABLED',
        ...(schedule !== undefined && { schedule: parseSchedule(schedule) }),
      });
      return {
        attributes: { ...args, id: args.name, arn },
        stop: () => {
          scheduler.rules.delete(args.name);
          return Promise.resolve();
        },
      };
    },
  });
}
