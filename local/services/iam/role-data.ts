import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Iam } from './service';

/** Finds a role for `data.aws_iam_role`; one that stands outside the definition is taken as given. */
export function roleData(iam: Iam): ResourceAdapter {
  return resourceAdapter({
    type: 'data.aws_iam_role',
    honours: z.strictObject({ name: z.string() }),
    start: ({ name }, block) => {
      const role = iam.roleNamed(name);
      return {
        attributes: {
          name,
          id: name,
          arn: role?.arn ?? `arn:aws:iam::${block.account}:role/${name}`,
          path: role?.path ?? '/',
          unique_id: `AROA${name}`,
          assume_role_policy: role?.trustPolicy ?? '',
        },
      };
    },
  });
}
