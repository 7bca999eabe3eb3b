import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import type { Alarms } from './alarms';

/** `aws_cloudwatch_metric_alarm`: rings on screen for what functions measure. */
export function metricAlarmResource(alarms: Alarms) {
  return resourceAdapter({
    type: 'aws_cloudwatch_metric_alarm',
    honours: z.strictObject({
      alarm_name: z.string(),
      alarm_description: z.string().default(''),
      namespace: z.string().optional(),
      metric_name: z.string().optional(),
      dimensions: z.record(z.string(), z.string()).default({}),
      statistic: z.enum(['Maximum', 'Minimum', 'Sum', 'Average']).optional(),
      comparison_operator: z.enum(['GreaterThanThreshold', 'LessThanThreshold']),
      threshold: z.number(),
      period: z.number().optional(),
    }),
    inert: {
      evaluation_periods: 'the laptop judges the last period alone',
      treat_missing_data: 'on the laptop silence rings no alarm',
      alarm_actions: 'the laptop tells on screen',
      ok_actions: 'the laptop tells on screen',
      metric_query: 'queries find metrics of AWS services, which the laptop does not measure',
    },
    start: (args, block) => {
      const { alarm_name: name, namespace, metric_name: metric, statistic } = args;
      const arn = `arn:aws:cloudwatch:${block.region}:${block.account}:alarm:${name}`;
      if (namespace !== undefined && metric !== undefined && statistic !== undefined) {
        alarms.add({
          name,
          description: args.alarm_description,
          namespace,
          metric,
          dimensions: args.dimensions,
          statistic,
          comparison: args.comparison_operator,
          threshold: args.threshold,
          periodSeconds: args.period ?? 60,
        });
      }
      return {
        attributes: { ...args, id: name, arn },
        stop: () => {
          alarms.remove(name);
          return Promise.resolve();
        },
      };
    },
  });
}
