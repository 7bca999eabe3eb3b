import type { Policy, Statement } from '../../../local/permissions/policy';
import type { RecordedCall, RecordedFeed } from '../../support/recorded-feeds';

/** A change of one statement of one policy. */
export interface Mutant {
  policy: string;
  statement: Statement;
  /** The action that is taken away, or kept from its resource. */
  action: string;
  kind: 'removed' | 'narrowed';
}

/** Each action of each Allow, once taken away and once kept to a resource that is not there. */
function mutantsOf(policies: readonly Policy[]): Mutant[] {
  return policies.flatMap(({ name: policy, statements }) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) =>
        statement.actions.patterns.flatMap((action): Mutant[] => [
          { policy, statement, action, kind: 'removed' },
          { policy, statement, action, kind: 'narrowed' },
        ]),
      ),
  );
}

/** The call's policies, changed; undefined where the changed policy is not among them. */
export function mutated({ policies }: RecordedCall, mutant: Mutant) {
  const change = (policy: Policy): Policy =>
    policy.name === mutant.policy ? { ...policy, statements: changed(policy, mutant) } : policy;
  const { identity, boundary, resource } = policies;
  const all = [...identity, ...(boundary === undefined ? [] : [boundary])];
  if (![...all, resource].some((policy) => policy?.name === mutant.policy)) return undefined;
  return {
    identity: identity.map(change),
    ...(boundary !== undefined && { boundary: change(boundary) }),
    ...(resource !== undefined && { resource: change(resource) }),
  };
}

function changed({ statements }: Policy, { statement, action, kind }: Mutant): Statement[] {
  return statements.flatMap((each) => {
    if (each.id !== statement.id) return [each];
    const patterns = each.actions.patterns.filter((pattern) => pattern !== action);
    const without =
      patterns.length === 0 ? [] : [{ ...each, actions: { ...each.actions, patterns } }];
    if (kind === 'removed') return without;
    return [...without, elsewhere({ ...each, actions: { not: false, patterns: [action] } })];
  });
}

/** A trust policy names no resource: it is narrowed to another service. */
function elsewhere(statement: Statement): Statement {
  if (statement.resources !== undefined) {
    return { ...statement, resources: { not: false, patterns: ['arn:aws:none:::elsewhere'] } };
  }
  const byType = { Service: ['elsewhere.amazonaws.com'] };
  return { ...statement, principals: { not: false, byType } };
}

/** Every change of every run's policies. */
export function everyMutant(
  feeds: readonly RecordedFeed[],
): { feed: RecordedFeed; mutant: Mutant }[] {
  return feeds.flatMap((feed) => mutantsOf(feed.policies).map((mutant) => ({ feed, mutant })));
}
