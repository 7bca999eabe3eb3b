import type { Principal } from './decide';
import type { Principals } from './policy';

/**
 * How closely a policy of a resource names the caller, which decides what else must allow:
 * `account` hands the decision to the account's identity policies; `role` needs no identity policy, but a
 * boundary holds; `session` and `everyone` need neither in their own account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Naming = 'account' | 'role' | 'session' | 'everyone' | 'service';

const LOOSE_TO_CLOSE: readonly Naming[] = ['account', 'role', 'session', 'everyone', 'service'];

/** Undefined where the statement does not name the caller. */
export function namingOf(principals: Principals, caller: Principal): Naming | undefined {
  const { not, byType } = principals;
  const named = byType === '*' ? 'everyone' : closest(byType, caller);
  if (!not) return named;
  return named === undefined ? 'everyone' : undefined;
}

function closest(
  byType: Readonly<Record<string, readonly string[]>>,
  caller: Principal,
): Naming | undefined {
  const arns = byType['AWS'] ?? [];
  if (arns.includes('*')) return 'everyone';
  if (caller.kind === 'service')
    return byType['Service']?.includes(caller.service) === true ? 'service' : undefined;
  const namings = arns.map((arn) => namingByArn(arn, caller));
  return LOOSE_TO_CLOSE.findLast((naming) => namings.includes(naming));
}

function namingByArn(
  arn: string,
  caller: Exclude<Principal, { kind: 'service' }>,
): Naming | undefined {
  if (arn === caller.account || arn === `arn:aws:iam::${caller.account}:root`) return 'account';
  if (caller.kind === 'account') return arn === caller.arn ? 'role' : undefined;
  if (arn === caller.sessionArn) return 'session';
  return arn === caller.roleArn ? 'role' : undefined;
}
