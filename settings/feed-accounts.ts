import { z } from 'zod';
import { accountId } from './account-id';

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, {
  error: 'give the ARN of a role, such as arn:aws:iam::111111111111:role/deployer',
});

const source = z.strictObject(
  {
    account: accountId,
    /**
     * Terraform assumes it in the table's account, and makes the network of the feed's function there, in a
     * stack of its own. Without it the caller's own account must be this one, and the network is the shared one.
     */
    roleArn: roleArn.optional(),
    /**
     * With which Firehose writes to the lake, as the output `exchange` of the source's stack has it. Read by
     * `deploy: 'lake'` alone; default: the name that these settings give the role.
     */
    deliveryRoleArn: roleArn.optional(),
  },
  { error: "give the table's account, such as { account: '111111111111' }" },
);

const lake = z.strictObject(
  {
    account: accountId,
    /** Terraform assumes it in the lake's account; without it the caller's own account must be this one. */
    roleArn: roleArn.optional(),
    /** Both as the output `exchange` of the lake's stack has them. Read by `deploy: 'source'` alone. */
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'give the name of a bucket' })
      .optional(),
    keyArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, {
        error: 'give the ARN of a key, such as arn:aws:kms:eu-west-1:222222222222:key/…',
      })
      .optional(),
  },
  { error: "give the lake's account, such as { account: '222222222222' }" },
);

type Context = z.core.$RefinementCtx;

/** The account is the fifth part of an ARN. */
function checkArns(
  side: 'source' | 'lake',
  values: { account: string } & Record<string, string | undefined>,
  context: Context,
): void {
  for (const name of ['roleArn', 'deliveryRoleArn', 'keyArn']) {
    const arn = values[name];
    if (arn === undefined || arn.split(':')[4] === values.account) continue;
    const message = `give an ARN of the account ${values.account}, the ${side}'s`;
    context.addIssue({ code: 'custom', path: [side, name], message, input: arn });
  }
}

/**
 * A table in one account and a lake in another. `deploy` says which side these settings deploy: `both` from
 * one place, or one alone, by people who see only their account and are told the other side's values.
 */
export const feedAccounts = z
  .strictObject({
    source,
    lake,
    deploy: z
      .enum(['both', 'source', 'lake'], { error: 'give both, source or lake' })
      .default('both'),
  })
  .superRefine(({ source, lake, deploy }, context) => {
    if (source.account === lake.account)
      context.addIssue({
        code: 'custom',
        path: ['lake', 'account'],
        message:
          "give another account than the source's, or leave out accounts: in one account the feed uses the shared lake",
        input: lake.account,
      });
    checkArns('source', { ...source }, context);
    checkArns('lake', { ...lake }, context);
    if (deploy !== 'source') return;
    for (const name of ['bucket', 'keyArn'] as const)
      if (lake[name] === undefined)
        context.addIssue({
          code: 'custom',
          path: ['lake', name],
          message: `give the ${name} of the output exchange of the lake's stack: deploy is source`,
        });
  });

export type FeedAccounts = z.output<typeof feedAccounts>;
