import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { serviceCaller } from '../../cloud';
import { resourceAdapter } from '../resource-adapter';
import { scheduledEvent } from './scheduled-event';
import { functionCall, type Scheduler } from './service';

/** `aws_cloudwatch_event_target`: the target of a scheduled rule must be a function; others never fire. */
export function eventTargetResource(cloud: Cloud, scheduler: Scheduler) {
  return resourceAdapter({
    type: 'aws_cloudwatch_event_target',
    honours: z.strictObject({
      rule: z.string(),
      arn: z.string(),
      target_id: z.string().optional(),
      input: z.string().optional(),
      event_bus_name: z
        .literal('default', { error: 'the laptop has the default event bus only' })
        .optional(),
    }),
    inert: {
      role_arn: 'a function needs no role of the rule; other targets only follow rules over events',
      input_transformer: 'transforms events that the laptop does not emit',
      input_path: 'picks from events that the laptop does not emit',
      retry_policy: 'an invocation on the laptop is accepted or refused for good',
      dead_letter_config: 'an invocation on the laptop is accepted or refused for good',
      force_destroy: 'concerns destroying',
    },
    start: (args, block) => {
      const rule = scheduler.rules.get(args.rule);
      if (rule === undefined) {
        throw new Error(`${block.address}: the rule ${args.rule} does not exist`);
      }
      const attributes = { ...args, id: `${args.rule}-${args.target_id ?? block.address}` };
      if (rule.schedule === undefined || !rule.enabled) return { attributes };
      if (!args.arn.startsWith('arn:aws:lambda:')) {
        throw new Error(
          `${block.address}: the laptop's schedules invoke functions only, got ${args.arn}`,
        );
      }
      const from = { source: 'aws.events', arn: rule.arn } as const;
      const started = scheduler.start({
        name: rule.name,
        schedule: rule.schedule,
        call: (atMs) =>
          functionCall(
            args.arn,
            serviceCaller(cloud, 'events.amazonaws.com', rule.arn),
            args.input ?? scheduledEvent(cloud, from, atMs),
          ),
      });
      return { attributes, stop: started.stop };
    },
  });
}
