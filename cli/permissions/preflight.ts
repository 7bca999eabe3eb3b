import type { StackDefinition } from '../../local/definition/read-definition';
import {
  decide,
  type AccessRequest,
  type Decision,
  type Side,
} from '../../local/permissions/decide';
import { refusalText } from '../../local/permissions/refusal-text';
import type { PlannedCall } from './call-ground';
import { definitionPolicies, type Holder, type Holders } from './definition-policies';
import { plannedCalls } from './planned-calls';
import { predictDefinition, type PredictedBlock } from './predict-definition';

/** A call that will be refused: which policy lacks the statement, or has the one that denies. */
export interface Refusal {
  /** Whose work it is: the address of the block that makes the call. */
  by: string;
  caller: string;
  action: string;
  resource: string;
  /** Of keys: what a condition of the key policy can read. */
  context: AccessRequest['context'];
  /** The account whose side must change, as its owner would call it. */
  side: 'source account' | 'lake account' | 'account';
  account: string;
  stack: string;
  /** `key policy of people-lake.aws_kms_key.key_F64E54E4`. */
  policy: string;
  /** Of an explicit deny. */
  deniedBy?: string;
  /** What AWS would say. */
  refusal: string;
}

export interface Preflight {
  /** Distinct calls, by caller, action and resource. */
  calls: number;
  accounts: readonly string[];
  refused: readonly Refusal[];
  /** ARNs of other people's resources, whose own policies are not in the definition. */
  unseen: readonly string[];
}

/** Decides on every call that the feeds will make, from the synthesized JSON alone. */
export function preflight(stacks: readonly StackDefinition[], defaultAccount: string): Preflight {
  const blocks = predictDefinition(stacks, defaultAccount);
  const holders = definitionPolicies(blocks);
  const calls = distinct(plannedCalls(blocks));
  const judged = calls.map((call) => ({ call, ...judge(call, holders) }));
  return {
    calls: calls.length,
    accounts: [...new Set(blocks.map(({ account }) => account))].sort(),
    refused: judged.flatMap(({ call, decision, holder }) =>
      refusalsOf(call, decision, { holders, holder, sides: sidesOf(blocks) }),
    ),
    unseen: [
      ...new Set(
        judged
          .filter(({ call, holder }) => holder === undefined && needsItsPolicy(call))
          .map(({ call }) => call.request.resource),
      ),
    ].sort(),
  };
}

/** Of a hundred alarms that publish to a topic one asks. */
function distinct(calls: readonly PlannedCall[]): PlannedCall[] {
  const byQuestion = new Map(
    calls.map((call) => {
      const { principal, action, resource, context } = call.request;
      const { 'aws:sourcearn': source = [], ...rest } = context;
      const kind = source.map((arn) => arn.split(':').slice(0, 6).join(':'));
      return [JSON.stringify([principal, action, resource, kind, rest]), call];
    }),
  );
  return [...byQuestion.values()];
}

/** What is outside the definition can only be asked by the account that has it. */
function judge(
  { request, serviceLinked }: PlannedCall,
  holders: Holders,
): { decision: Decision; holder: Holder | undefined } {
  const { principal, resource } = request;
  const caller = principal.kind === 'role' ? holders.get(principal.roleArn) : undefined;
  const holder = holderOf(resource, holders);
  const decision = decide(request, {
    identity: caller?.identity ?? [],
    ...(caller?.boundary && { boundary: caller.boundary }),
    ...(holder?.own && { resource: holder.own }),
  });
  const excused: Side[] = [
    ...(serviceLinked === true ? ['identity' as const] : []),
    ...(holder === undefined ? ['resource' as const] : []),
  ];
  const missing = decision.missing.filter((side) => !excused.includes(side));
  const allowed = decision.why !== 'explicit-deny' && missing.length === 0;
  return { holder, decision: { ...decision, allowed, missing } };
}

/** Objects have the policy of their bucket, versions of a function that of the function. */
function holderOf(resource: string, holders: Holders): Holder | undefined {
  const [head = ''] = resource.split('/');
  return holders.get(resource.startsWith('arn:aws:s3:::') ? head : resource);
}

function needsItsPolicy({ request }: PlannedCall): boolean {
  const { principal, resource, resourceAccount } = request;
  if (resource === '*') return false;
  return principal.kind === 'service' || principal.account !== resourceAccount;
}

interface Surroundings {
  holders: Holders;
  holder: Holder | undefined;
  sides: (account: string) => Refusal['side'];
}

function refusalsOf(
  { by, request }: PlannedCall,
  decision: Decision,
  { holders, holder, sides }: Surroundings,
): Refusal[] {
  if (decision.allowed) return [];
  const { principal } = request;
  const caller = principal.kind === 'role' ? holders.get(principal.roleArn) : undefined;
  const [deny] = decision.by;
  const faults: Side[] = deny === undefined ? [...decision.missing] : [deny.side];
  return faults.map((side) => {
    const at = side === 'resource' ? holder : caller;
    const account = at?.account ?? request.resourceAccount;
    return {
      ...{ by, caller: callerText(request), action: request.action, account },
      ...{ resource: request.resource, context: request.context, side: sides(account) },
      stack: at?.stack ?? 'none of these stacks',
      policy: policyText(side, at, request),
      ...(deny !== undefined && { deniedBy: deny.statement }),
      refusal: refusalText(request, { ...decision, missing: [side] }),
    };
  });
}

export function callerText({ principal }: Pick<AccessRequest, 'principal'>): string {
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'role' ? principal.roleArn : principal.arn;
}

function policyText(side: Side, at: Holder | undefined, { principal }: AccessRequest): string {
  const place = at?.address ?? callerText({ principal });
  if (side === 'identity') return `policies of role ${place}`;
  return side === 'boundary'
    ? `boundary of role ${place}`
    : `${at?.ownName ?? 'policy'} of ${place}`;
}

/** The source's side has the stream, in its account. */
function sidesOf(blocks: readonly PredictedBlock[]): (account: string) => Refusal['side'] {
  const accounts = new Set(blocks.map(({ account }) => account));
  const sources = blocks
    .filter(({ type }) => type === 'aws_kinesis_stream')
    .map(({ account }) => account);
  return (account) => {
    if (accounts.size === 1) return 'account';
    return sources.includes(account) ? 'source account' : 'lake account';
  };
}
