import { z } from 'zod';
import { resourceAdapter } from '../resource-adapter';
import { DEFAULT_ASYNC_POLICY } from './async-policy';
import { parseFunctionName } from './function-name';
import { oneBlock } from '../terraform-block';
import type { Lambda } from './service';

const destination = oneBlock(
  z.strictObject({
    destination: z
      .string()
      .regex(/^arn:aws:(sqs|sns|lambda):/, 'the laptop delivers to SQS, SNS and Lambda'),
  }),
).optional();

/** `aws_lambda_function_event_invoke_config`: retries and destinations of asynchronous invocations. */
export function lambdaEventInvokeConfigResource(lambda: Lambda) {
  return resourceAdapter({
    type: 'aws_lambda_function_event_invoke_config',
    honours: z.strictObject({
      function_name: z.string(),
      qualifier: z.literal('$LATEST').optional(),
      maximum_retry_attempts: z.number().int().min(0).max(2).optional(),
      maximum_event_age_in_seconds: z.number().int().min(60).max(21_600).optional(),
      destination_config: oneBlock(
        z.strictObject({ on_success: destination, on_failure: destination }),
      ).optional(),
    }),
    start: (args) => {
      const { name } = parseFunctionName(args.function_name);
      const onSuccessArn = args.destination_config?.on_success?.destination;
      const onFailureArn = args.destination_config?.on_failure?.destination;
      lambda.setAsyncPolicy(name, {
        retriesMax: args.maximum_retry_attempts ?? DEFAULT_ASYNC_POLICY.retriesMax,
        eventAgeSecondsMax:
          args.maximum_event_age_in_seconds ?? DEFAULT_ASYNC_POLICY.eventAgeSecondsMax,
        ...(onSuccessArn !== undefined && { onSuccessArn }),
        ...(onFailureArn !== undefined && { onFailureArn }),
      });
      return {
        attributes: { ...args, id: name },
        stop: () => {
          lambda.setAsyncPolicy(name, undefined);
          return Promise.resolve();
        },
      };
    },
  });
}
