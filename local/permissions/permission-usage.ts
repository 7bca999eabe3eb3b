import type { AccessRequest, Decision } from './decide';

/** How often a statement let an action pass, or kept one from it. */
export interface StatementUse {
  policy: string;
  statement: string;
  action: string;
  count: number;
}

export interface RefusedCall {
  /** ARN of the role or account, or the service's principal. */
  caller: string;
  action: string;
  resource: string;
  /** AWS's words. */
  text: string;
  count: number;
}

/** What a run made of its policies; kept by the laptop for `tributary permissions`. */
export interface PermissionUsage {
  /** Counters of the statements that decided, to be raised once a call. */
  countersOf(action: string, by: Decision['by']): StatementUse[];
  refused(request: AccessRequest, text: string): RefusedCall;
  uses(): StatementUse[];
  refusals(): RefusedCall[];
}

/** Distinct refusals that are told apart; the rest only raises the last one's count. */
const REFUSALS_MAX = 1000;

export function permissionUsage(): PermissionUsage {
  const uses = new Map<string, StatementUse>();
  const refusals = new Map<string, RefusedCall>();
  return {
    countersOf: (action, by) =>
      by.map(({ policy, statement }) => {
        const key = `${policy}\n${statement}\n${action}`;
        const known = uses.get(key) ?? { policy, statement, action, count: 0 };
        uses.set(key, known);
        return known;
      }),
    refused: (request, text) => {
      const caller = callerName(request.principal);
      const key = `${caller}\n${request.action}\n${request.resource}\n${text}`;
      const { action, resource } = request;
      const known = refusals.get(key) ?? { caller, action, resource, text, count: 0 };
      if (refusals.size < REFUSALS_MAX) refusals.set(key, known);
      return known;
    },
    uses: () => [...uses.values()],
    refusals: () => [...refusals.values()],
  };
}

function callerName(principal: AccessRequest['principal']): string {
  if (principal.kind === 'role') return principal.roleArn;
  return principal.kind === 'account' ? principal.arn : principal.service;
}
