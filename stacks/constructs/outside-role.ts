import type { Statement } from './policy';

/** A role of another account that may use what is ours. */
export interface OutsideRole {
  account: string;
  roleArn: string;
}

/**
 * The statements for that role alone. They name its account and condition on its ARN: a policy that names
 * a role is refused before the role exists, and stops to match when the role is made again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function byRole({ account, roleArn }: OutsideRole, statement: Statement): Statement {
  return {
    ...statement,
    principals: { AWS: [`arn:aws:iam::${account}:root`] },
    conditions: {
      ...statement.conditions,
      ArnEquals: { 'aws:PrincipalArn': roleArn },
    },
  };
}
