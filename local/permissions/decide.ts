import { conditionHolds, type RequestContext } from './match-condition';
import { matchesAction, matchesPattern } from './match-pattern';
import { namingOf, type Naming } from './match-principal';
import type { Patterns, Policy, Statement } from './policy';

export type Principal =
  /** The account's administrator: its identity allows everything, what a resource denies holds. */
  | { kind: 'account'; account: string; arn: string }
  | { kind: 'role'; account: string; roleArn: string; sessionArn: string }
  /** `sns.amazonaws.com`. */
  | { kind: 'service'; service: string };

export interface AccessRequest {
  principal: Principal;
  /** `kinesis:PutRecords`. */
  action: string;
  /** ARN, or `*` for actions that take none. */
  resource: string;
  resourceAccount: string;
  context: RequestContext;
}

export interface Policies {
  /** Of the role; empty for services. */
  identity: readonly Policy[];
  boundary?: Policy;
  /** The resource's own: of a bucket, key, topic, queue or function, or the trust policy of a role. */
  resource?: Policy;
}

/** The kind of policy, as AWS names it in refusals: identity-based, permissions boundary, resource-based. */
export type Side = 'identity' | 'boundary' | 'resource';

export interface Decision {
  allowed: boolean;
  /** The statements that decided: the denies of an explicit deny, the allows of an allowed call, else none. */
  by: readonly { side: Side; policy: string; statement: string; effect: 'Allow' | 'Deny' }[];
  /** Which sides lack an allow that the call needs; empty unless it is refused for want of one. */
  missing: readonly Side[];
  why:
    'allowed' | 'explicit-deny' | 'no-identity-allow' | 'no-resource-allow' | 'no-boundary-allow';
}

interface Match {
  side: Side;
  policy: string;
  statement: Statement;
  naming?: Naming;
}

/**
 * Whether the policies let the call pass, as AWS evaluates them within an account and across two.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function decide(request: AccessRequest, policies: Policies): Decision {
  const matches = matchesOf(request, policies);
  const denies = matches.filter(({ statement }) => statement.effect === 'Deny');
  if (denies.length > 0) return decision('explicit-deny', denies);
  const missing = missingSides(request, policies, matches);
  const [first] = missing;
  if (first === undefined) return decision('allowed', matches);
  return { ...decision(`no-${first}-allow`, []), missing };
}

function decision(why: Decision['why'], matches: readonly Match[]): Decision {
  const by = matches.map(({ side, policy, statement: { id, effect } }) => ({
    ...{ side, policy, statement: id, effect },
  }));
  return { allowed: why === 'allowed', by, missing: [], why };
}

function matchesOf(request: AccessRequest, { identity, boundary, resource }: Policies): Match[] {
  const sides: [Side, readonly Policy[]][] = [
    ['identity', identity],
    ['boundary', boundary === undefined ? [] : [boundary]],
    ['resource', resource === undefined ? [] : [resource]],
  ];
  return sides.flatMap(([side, policies]) =>
    policies.flatMap((policy) =>
      policy.statements.flatMap((statement): Match[] => {
        if (!statementCovers(statement, request)) return [];
        if (side !== 'resource') return [{ side, policy: policy.name, statement }];
        const naming = namingIn(statement, request.principal, boundary !== undefined);
        return naming === undefined ? [] : [{ side, policy: policy.name, statement, naming }];
      }),
    ),
  );
}

/**
 * A deny that excepts principals reaches every principal with a boundary, whomever it excepts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function namingIn(
  { effect, principals }: Statement,
  caller: Principal,
  bounded: boolean,
): Naming | undefined {
  if (principals === undefined) return undefined;
  if (bounded && effect === 'Deny' && principals.not) return 'everyone';
  return namingOf(principals, caller);
}

function statementCovers(statement: Statement, request: AccessRequest): boolean {
  const { actions, resources, conditions } = statement;
  return (
    covers(actions, (pattern) => matchesAction(pattern, request.action)) &&
    (resources === undefined ||
      covers(resources, (pattern) => matchesPattern(pattern, request.resource))) &&
    conditions.every((condition) => conditionHolds(condition, request.context))
  );
}

function covers({ not, patterns }: Patterns, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== not;
}

function missingSides(
  request: AccessRequest,
  policies: Policies,
  matches: readonly Match[],
): Side[] {
  const { principal } = request;
  const allows = (side: Side) => matches.some((match) => match.side === side);
  const namings = matches.flatMap(({ naming }) => naming ?? []);
  if (principal.kind === 'service') return namings.length > 0 ? [] : ['resource'];

  const within = principal.account === request.resourceAccount;
  const named = within && namings.some((naming) => naming !== 'account');
  const unbounded =
    within && namings.some((naming) => naming === 'session' || naming === 'everyone');
  const missing: Side[] = [];
  if (principal.kind === 'role' && !named && !allows('identity')) missing.push('identity');
  if (policies.boundary !== undefined && !unbounded && !allows('boundary'))
    missing.push('boundary');
  if ((!within || mustAllowItself(request)) && namings.length === 0) missing.push('resource');
  return missing;
}

/**
 * A key and a role grant nothing that their own policy does not, even to their account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
 */
function mustAllowItself({ action, resource }: AccessRequest): boolean {
  const name = action.toLowerCase();
  return (name.startsWith('kms:') && resource !== '*') || name === 'sts:assumerole';
}
