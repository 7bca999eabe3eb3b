import type { AccessRequest, Principal } from '../../local/permissions/decide';
import type { PredictedBlock } from './predict-definition';

/** A call that a part of the feed will make. */
export interface PlannedCall {
  /** Address of the block for whose work it is. */
  by: string;
  stack: string;
  request: AccessRequest;
  /** Under a role whose policy is AWS's own, so that only the resource is asked. */
  serviceLinked?: true;
}

export type Given = Record<string, unknown>;

/** What stands around the callers: which key protects a resource, whose it is. */
export interface CallGround {
  ofType(type: string): PredictedBlock[];
  /** The block whose `attribute` is the value. */
  find(type: string, attribute: string, value: unknown): PredictedBlock | undefined;
  plan(by: PredictedBlock, caller: Principal, wanted: Wanted): PlannedCall[];
}

export interface Wanted {
  actions: readonly string[];
  resources: readonly string[];
  context?: AccessRequest['context'];
}

export function callGround(blocks: readonly PredictedBlock[]): CallGround {
  const ofType = (type: string) => blocks.filter((block) => block.type === type);
  const find = (type: string, attribute: string, value: unknown) =>
    ofType(type).find(({ attributes }) => attributes[attribute] === value);
  const bucketAccount = (arn: string) => {
    const [bucket] = arn.split('/');
    return find('aws_s3_bucket', 'arn', bucket)?.account ?? 'elsewhere';
  };
  const accountOf = (resource: string, by: PredictedBlock) => {
    if (resource === '*') return by.account;
    return resource.startsWith('arn:aws:s3:::') ? bucketAccount(resource) : resource.split(':')[4];
  };
  const plan = (by: PredictedBlock, caller: Principal, { actions, resources, context }: Wanted) =>
    resources.flatMap((resource) =>
      actions.map((action) => ({
        ...{ by: by.address, stack: by.stack },
        request: {
          ...{ principal: caller, action, resource },
          resourceAccount: accountOf(resource, by) ?? by.account,
          context: { ...callerContext(caller, by), ...context },
        },
      })),
    );
  return { ofType, find, plan };
}

/** What every request carries. A service that takes a role or calls for itself says for which account. */
function callerContext(caller: Principal, by: PredictedBlock): AccessRequest['context'] {
  const secure = { 'aws:securetransport': ['true'] };
  if (caller.kind === 'service') return { ...secure, 'aws:sourceaccount': [by.account] };
  const arn = caller.kind === 'role' ? caller.roleArn : caller.arn;
  return { ...secure, 'aws:principalarn': [arn], 'aws:principalaccount': [caller.account] };
}

export function service(name: string): Principal {
  return { kind: 'service', service: `${name}.amazonaws.com` };
}

export function role(arn: unknown): Principal {
  const roleArn = String(arn);
  const account = roleArn.split(':')[4] ?? '';
  const name = roleArn.split('/').at(-1) ?? '';
  return {
    ...{ kind: 'role', account, roleArn },
    sessionArn: `arn:aws:sts::${account}:assumed-role/${name}/tributary`,
  };
}

/** A nested block that stands once: an object, or a list of one. */
export function nested(given: Given, name: string): Given {
  const value = given[name];
  const [first] = Array.isArray(value) ? (value as Given[]) : [value as Given];
  return typeof first === 'object' ? first : {};
}

/** The role of a part of the feed, taken by the service that runs it. */
export function assume(
  ground: CallGround,
  by: PredictedBlock,
  { roleArn, services }: { roleArn: unknown; services: readonly string[] },
): PlannedCall[] {
  const wanted = { actions: ['sts:AssumeRole'], resources: [String(roleArn)] };
  return services.flatMap((name) => ground.plan(by, service(name), wanted));
}
