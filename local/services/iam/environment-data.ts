import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { operatorCaller } from '../sts/operator-caller';

/** `data.aws_caller_identity`, `data.aws_region`, `data.aws_partition`: where a block runs. */
export function environmentData(): ResourceAdapter[] {
  return [
    resourceAdapter({
      type: 'data.aws_caller_identity',
      honours: z.strictObject({}),
      start: (_args, { account }) => ({
        attributes: {
          id: account,
          account_id: account,
          arn: operatorCaller(account).arn,
          user_id: account,
        },
      }),
    }),
    resourceAdapter({
      type: 'data.aws_region',
      honours: z.strictObject({ name: z.string().optional() }),
      start: ({ name }, { region }) => {
        const shown = name ?? region;
        return {
          attributes: { id: shown, name: shown, endpoint: `ec2.${shown}.amazonaws.com` },
        };
      },
    }),
    resourceAdapter({
      type: 'data.aws_partition',
      honours: z.strictObject({}),
      start: () => ({
        attributes: {
          id: 'aws',
          partition: 'aws',
          dns_suffix: 'amazonaws.com',
          reverse_dns_prefix: 'com.amazonaws',
        },
      }),
    }),
  ];
}
