import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { oneBlock } from '../terraform-block';
import { resourceAdapter } from '../resource-adapter';
import { parseSchedule } from './schedule-expression';
import { scheduledEvent } from './scheduled-event';
import { functionCall, type Scheduler } from './service';

const honours = z.strictObject({
  name: z.string(),
  group_name: z.string().default('default'),
  schedule_expression: z.string(),
  schedule_expression_timezone: z
    .literal('UTC', { error: 'the laptop runs schedules in UTC only' })
    .default('UTC'),
  state: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  target: oneBlock(
    z.strictObject({
      arn: z.string().regex(/^arn:aws:lambda:/, "the laptop's schedules invoke functions only"),
      role_arn: z.string(),
      input: z.string().optional(),
    }),
  ),
});

/** `aws_scheduler_schedule` */
export function scheduleResource(cloud: Cloud, scheduler: Scheduler) {
  return resourceAdapter({
    type: 'aws_scheduler_schedule',
    honours,
    inert: {
      description: 'words for people',
      flexible_time_window: 'the laptop invokes at the start of the window',
      kms_key_arn: 'nothing is kept at rest',
      'target.retry_policy': 'an invocation on the laptop is accepted or refused for good',
      'target.dead_letter_config': 'an invocation on the laptop is accepted or refused for good',
    },
    start: (args, block) => {
      const id = `${args.group_name}/${args.name}`;
      const arn = `arn:aws:scheduler:${block.region}:${block.account}:schedule/${id}`;
      const attributes = { ...args, id, arn };
      const schedule = parseSchedule(args.schedule_expression);
      if (args.state === 'DISABLED') return { attributes };
      const { input, role_arn: roleArn, arn: functionArn } = args.target;
      const from = { source: 'aws.scheduler', arn } as const;
      const role = () =>
        cloud.permissions.assume({
          service: 'scheduler.amazonaws.com',
          roleArn,
          session: 'AmazonEventBridgeScheduler',
          sourceArn: arn,
          refused: {
            code: 'ValidationException',
            message:
              'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
          },
        });
      role();
      const started = scheduler.start({
        name: args.name,
        schedule,
        call: (atMs) =>
          functionCall(functionArn, role(), input ?? scheduledEvent(cloud, from, atMs)),
      });
      return { attributes, stop: started.stop };
    },
  });
}
