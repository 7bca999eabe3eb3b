import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Iam } from './service';

/** Registers `aws_iam_instance_profile`. */
export function instanceProfileResource(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_iam_instance_profile',
    honours: z.strictObject({
      name: z.string(),
      path: z.string().optional(),
      role: z.string().optional(),
    }),
    start: ({ name, path = '/', role }, block) => {
      iam.declareInstanceProfile(name, role);
      const arn = `arn:aws:iam::${block.account}:instance-profile${path}${name}`;
      return { attributes: { ...block.arguments, id: name, arn, path } };
    },
  });
}
