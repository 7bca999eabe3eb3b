import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import type { Rds } from './service';

const parameter = z.strictObject({
  name: z.literal('rds.force_ssl', { error: 'the stand-in honours rds.force_ssl only' }),
  value: z.enum(['0', '1']),
  apply_method: z.string().optional(),
});

/** `aws_db_parameter_group` */
export function parameterGroupResource(rds: Rds): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_db_parameter_group',
    honours: z.strictObject({ name: z.string(), parameter: z.array(parameter).default([]) }),
    inert: {
      family: 'the stand-in has one version',
      description: 'a label',
      name_prefix: 'a label',
    },
    start: ({ name, parameter: parameters }, block) => {
      rds.parameters.set(
        name,
        Object.fromEntries(parameters.map((given) => [given.name, given.value])),
      );
      return {
        attributes: {
          id: name,
          name,
          arn: `arn:aws:rds:${block.region}:${block.account}:pg:${name}`,
        },
      };
    },
  });
}
