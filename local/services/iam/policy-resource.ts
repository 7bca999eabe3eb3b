import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Iam } from './service';

/** Registers `aws_iam_policy`. */
export function policyResource(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_iam_policy',
    honours: z.strictObject({ name: z.string(), path: z.string().optional(), policy: z.string() }),
    inert: { description: 'for people' },
    start: ({ name, path = '/', policy }, block) => {
      const arn = iam.declarePolicy({ name, path, document: policy }, block.account);
      return { attributes: { ...block.arguments, id: arn, arn, path } };
    },
  });
}
