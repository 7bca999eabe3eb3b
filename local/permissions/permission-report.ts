import { awsOnly, type AwsOnly } from './aws-only.data';
import { matchesAction } from './match-pattern';
import type { PermissionUsage, RefusedCall, StatementUse } from './permission-usage';
import { readPolicy, type Policy } from './policy';
import type { PolicySources } from './policy-sources';

/** An action of a statement, and what a run made of it. */
export interface ReportedAction {
  action: string;
  /** Calls that it decided. */
  calls: number;
  /** Why the laptop never uses it, and the vendor's page that asks for it. */
  awsOnly?: { reason: string; page: string };
}

export interface ReportedStatement {
  policy: string;
  statement: string;
  effect: 'Allow' | 'Deny';
  actions: ReportedAction[];
}

/** What a run used of its policies. */
export interface PermissionReport {
  enforced: boolean;
  roles: { role: string; statements: ReportedStatement[] }[];
  /** Policies of buckets, keys, topics and functions. */
  resources: ReportedStatement[];
  refused: RefusedCall[];
}

export function permissionReport(
  sources: PolicySources,
  usage: PermissionUsage,
  enforced: boolean,
): PermissionReport {
  const uses = usage.uses();
  return {
    enforced,
    roles: sources.roles().map(({ arn, identity, trust, boundary }) => ({
      role: arn,
      statements: [trust, ...identity, ...(boundary === undefined ? [] : [boundary])].flatMap(
        (policy) => statementsOf(policy, uses),
      ),
    })),
    resources: sources
      .resources()
      .flatMap(({ name, text }) =>
        text === undefined ? [] : statementsOf(readPolicy(name, text), uses),
      ),
    refused: usage.refusals(),
  };
}

function statementsOf(policy: Policy, uses: readonly StatementUse[]): ReportedStatement[] {
  return policy.statements.map(({ id, effect, actions }) => {
    const ofStatement = uses.filter((use) => use.policy === policy.name && use.statement === id);
    return {
      policy: policy.name,
      statement: id,
      effect,
      actions: actions.patterns.map((action) => ({
        action,
        calls: callsOf(action, ofStatement),
        ...reasonOf(awsOnly(policy.name, id, action)),
      })),
    };
  });
}

function callsOf(pattern: string, uses: readonly StatementUse[]): number {
  return uses
    .filter(({ action }) => matchesAction(pattern, action))
    .reduce((sum, { count }) => sum + count, 0);
}

function reasonOf(known: AwsOnly | undefined): Pick<ReportedAction, 'awsOnly'> {
  return known === undefined ? {} : { awsOnly: { reason: known.reason, page: known.page } };
}
