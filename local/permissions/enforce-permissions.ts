import { roleCaller } from '../cloud';
import type { Caller } from '../endpoint/dispatch';
import { ServiceError } from '../endpoint/service-error';
import type { Access } from './access';
import { decide, type AccessRequest, type Decision, type Policies, type Principal } from './decide';
import type { PermissionUsage, RefusedCall, StatementUse } from './permission-usage';
import type { Permissions } from './permissions';
import { readPolicy, type Policy } from './policy';
import type { PolicySources, ResourceGrants, RoleGrants } from './policy-sources';
import { refusal } from './refusal';
import { refusalText } from './refusal-text';

/** How many decisions are remembered; each object key is a decision of its own. */
const DECISIONS_MAX = 10_000;

export interface Enforcement {
  sources: PolicySources;
  usage: PermissionUsage;
  /** Told of each decision when it is first made, with what it was made from. */
  onDecision?: (request: AccessRequest, policies: Policies) => void;
}

/** A decision stands as long as the roles and the resource's policy are as they were. */
interface Remembered {
  revision: number;
  text: string | undefined;
  counters: readonly StatementUse[];
  refused?: { text: string; call: RefusedCall };
}

/**
 * Decides every call as IAM does, and counts what was used. A decision is remembered by caller, action,
 * resource and context, so that a call on a hot path costs a look into a map.
 */
export function enforcePermissions(enforcement: Enforcement): Permissions {
  const decisions = new Map<string, Remembered>();
  const policyOf = policyReader();
  const check = (caller: Caller, access: Access): string | undefined => {
    const key = keyOf(caller, access);
    const { sources } = enforcement;
    const revision = sources.revision();
    const resource = sources.resource(access.resource);
    let known = decisions.get(key);
    if (known?.revision !== revision || known.text !== resource?.text) {
      if (decisions.size >= DECISIONS_MAX) decisions.clear();
      known = judge(enforcement, { caller, access, resource, policyOf, revision });
      decisions.set(key, known);
    }
    for (const counter of known.counters) counter.count += 1;
    if (known.refused === undefined) return undefined;
    known.refused.call.count += 1;
    return known.refused.text;
  };
  return {
    require: (caller, service, accesses) => {
      for (const access of accesses) {
        const text = check(caller, access);
        if (text !== undefined) throw refusal(service, access.action, text);
      }
    },
    assume: ({ service, roleArn, session, sourceArn, refused }) => {
      const [, , , , account = ''] = sourceArn.split(':');
      const context = { 'aws:sourcearn': [sourceArn], 'aws:sourceaccount': [account] };
      const caller: Caller = { kind: 'service', account, arn: service, context };
      const text = check(caller, { action: 'sts:AssumeRole', resource: roleArn });
      if (text === undefined) return roleCaller(roleArn, session);
      throw new ServiceError(refused.code, `${refused.message} (${text})`);
    },
  };
}

interface Judged {
  caller: Caller;
  access: Access;
  resource: ResourceGrants | undefined;
  policyOf: (grants: ResourceGrants) => Policy | undefined;
  revision: number;
}

function judge({ sources, usage, onDecision }: Enforcement, judged: Judged): Remembered {
  const { caller, access, resource, revision } = judged;
  const standing = { revision, text: resource?.text };
  const role = roleOf(sources, caller);
  const policy = resource === undefined ? undefined : judged.policyOf(resource);
  const policies: Policies = {
    identity: role?.identity ?? [],
    ...(role?.boundary !== undefined && { boundary: role.boundary }),
    ...(policy !== undefined && { resource: policy }),
  };
  const request = requestOf(caller, access, { role, resource });
  if (isOutside(request, resource)) return { ...standing, counters: [] };
  const decision: Decision = decide(request, policies);
  onDecision?.(request, policies);
  const counters = usage.countersOf(access.action, decision.by);
  if (decision.allowed) return { ...standing, counters };
  const text = refusalText(request, decision);
  return { ...standing, counters, refused: { text, call: usage.refused(request, text) } };
}

/**
 * A role that stands outside the definition is the operator's way in, and says nothing of who may assume
 * it; a key that does is as its owner made it. Neither's policies are known here.
 */
function isOutside({ action }: AccessRequest, resource: ResourceGrants | undefined): boolean {
  if (resource !== undefined) return false;
  return action === 'sts:AssumeRole' || action.startsWith('kms:');
}

function requestOf(
  caller: Caller,
  access: Access,
  { role, resource }: { role: RoleGrants | undefined; resource: ResourceGrants | undefined },
): AccessRequest {
  const principal = principalOf(caller, role);
  const resourceAccount = resource?.account ?? accountIn(access.resource) ?? caller.account;
  return {
    principal,
    action: access.action,
    resource: access.resource,
    resourceAccount,
    context: {
      // The laptop's endpoint stands for AWS's, which is reached over TLS.
      'aws:securetransport': ['true'],
      'aws:resourceaccount': [resourceAccount],
      ...principalKeys(principal),
      ...caller.context,
      ...access.context,
    },
  };
}

function principalKeys(principal: Principal): AccessRequest['context'] {
  if (principal.kind === 'service') return { 'aws:principalisawsservice': ['true'] };
  const arn = principal.kind === 'role' ? principal.roleArn : principal.arn;
  return { 'aws:principalarn': [arn], 'aws:principalaccount': [principal.account] };
}

/** A role outside the definition is its account's administrator: the operator's way in. */
function principalOf(caller: Caller, role: RoleGrants | undefined): Principal {
  if (caller.kind === 'service') return { kind: 'service', service: caller.arn };
  if (role === undefined) return { kind: 'account', account: caller.account, arn: caller.arn };
  return { kind: 'role', account: caller.account, roleArn: role.arn, sessionArn: caller.arn };
}

function roleOf(sources: PolicySources, caller: Caller): RoleGrants | undefined {
  if (caller.kind !== 'role') return undefined;
  const [, name = ''] = caller.arn.split('/');
  return sources.role(caller.account, name);
}

function accountIn(arn: string): string | undefined {
  const account = arn.split(':')[4];
  return account === '' ? undefined : account;
}

function keyOf(caller: Caller, { action, resource, context }: Access): string {
  const said = context === undefined ? '' : JSON.stringify(context);
  const from = caller.context === undefined ? '' : JSON.stringify(caller.context);
  return `${caller.kind}\n${caller.account}\n${caller.arn}\n${from}\n${action}\n${resource}\n${said}`;
}

/** Reads each text once. */
function policyReader(): Judged['policyOf'] {
  const read = new Map<string, Policy>();
  return ({ name, text }) => {
    if (text === undefined) return undefined;
    const key = `${name}\n${text}`;
    const known = read.get(key) ?? readPolicy(name, text);
    read.set(key, known);
    return known;
  };
}
