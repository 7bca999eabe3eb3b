import * as fc from 'fast-check';
import type { AccessRequest, Principal } from '../../local/permissions/decide';
import type { AccessCase } from './simulate-access';

const HERE = '111111111111';
const THERE = '222222222222';
const ROLE = `arn:aws:iam::${HERE}:role/tributary-dev-people-lake-delivery`;

const SESSION = `arn:aws:sts::${HERE}:assumed-role/tributary-dev-people-lake-delivery/delivery`;

const ROLE_CALLER: Principal = {
  kind: 'role',
  account: HERE,
  roleArn: ROLE,
  sessionArn: SESSION,
};
const CALLERS: fc.WeightedArbitrary<Principal>[] = [
  { weight: 7, arbitrary: fc.constant(ROLE_CALLER) },
  { weight: 1, arbitrary: fc.constant({ kind: 'service', service: 'sns.amazonaws.com' }) },
  {
    weight: 1,
    arbitrary: fc.constant({ kind: 'account', account: HERE, arn: `arn:aws:iam::${HERE}:root` }),
  },
];

/** What calls are made of: an action with a resource that it takes. */
export interface Target {
  action: string;
  resource: string;
}

/** Values of which the first is the commonest, so that allowed and refused calls are both frequent. */
function mostly<Value>(first: Value, ...others: Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(first) },
    ...others.map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
  );
}

function maybe<Value>(arbitrary: fc.Arbitrary<Value>, percent: number): fc.Arbitrary<Value | null> {
  return fc.oneof(
    { weight: percent, arbitrary },
    { weight: 100 - percent, arbitrary: fc.constant(null) },
  );
}

function some<Value>(arbitrary: fc.Arbitrary<Value>, maxLength = 2): fc.Arbitrary<Value[]> {
  return fc.array(arbitrary, { minLength: 1, maxLength });
}

function actionPattern({ action }: Target): fc.Arbitrary<string> {
  const [service = '', name = ''] = action.split(':');
  return mostly(
    action,
    ...[`${service}:*`, '*', `${service}:${name.slice(0, 3)}*`, `${service}:?${name.slice(1)}`],
    ...[`${service}:${name.toUpperCase()}`, `${service}:*${name.slice(-4)}`, `${service}:Tag*`],
    ...['kms:Decrypt', 's3:Get*'],
  );
}

function resourcePattern({ resource }: Target): fc.Arbitrary<string> {
  if (resource === '*') return mostly('*', 'arn:aws:s3:::*', 'arn:aws:kms:*:*:key/*');
  const head = resource.slice(0, resource.lastIndexOf(resource.includes('/') ? '/' : ':') + 1);
  return mostly(
    resource,
    ...['*', `${head}*`, `${resource}*`, `${resource.slice(0, -1)}?`, `${resource}/*`],
    ...[`${resource}x`, `${head}*x`, resource.replace(/\d{12}/, THERE), resource.toUpperCase()],
    ...['arn:aws:s3:::tributary-dev-people-lake/*', resource.replace('eu-west-1', 'eu-*-1')],
  );
}

const PRINCIPALS: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  {
    weight: 6,
    arbitrary: some(
      mostly(
        `arn:aws:iam::${HERE}:root`,
        ...[ROLE, ROLE, SESSION, HERE, '*', `${ROLE}s`, `arn:aws:iam::${THERE}:root`],
      ),
    ).map((AWS) => ({ AWS })),
  },
  {
    weight: 2,
    arbitrary: mostly('sns.amazonaws.com', 'events.amazonaws.com').map((Service) => ({ Service })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ AWS: [ROLE], Service: ['sns.amazonaws.com'] }),
  },
);

interface ContextKey {
  key: string;
  given: readonly [readonly string[], readonly string[]];
  operators: readonly string[];
  wanted: readonly string[];
  services?: readonly string[];
}

const TEXT_OPERATORS = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'];
const ARN_OPERATORS = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike'];
const ALARM = `arn:aws:cloudwatch:eu-west-1:${HERE}:alarm:behind`;
const OBJECT = 'arn:aws:s3:::tributary-dev-people-lake/people/changes/1.gz';

const ifExists = (operators: readonly string[]) => [
  ...operators,
  ...operators.map((operator) => `${operator}IfExists`),
  'Null',
];

const CONTEXT_KEYS: readonly ContextKey[] = [
  {
    key: 'aws:SecureTransport',
    given: [['true'], ['false']],
    operators: ifExists(['Bool']),
    wanted: ['true', 'false'],
  },
  {
    key: 'aws:SourceAccount',
    given: [[HERE], [THERE]],
    operators: ifExists(TEXT_OPERATORS),
    wanted: [HERE, THERE, '1111*', '?11111111111'],
  },
  {
    key: 'aws:SourceArn',
    given: [[ALARM], [`${ALARM}:again`]],
    operators: ifExists(ARN_OPERATORS),
    wanted: [ALARM, `arn:aws:cloudwatch:eu-west-1:${HERE}:alarm:*`, 'arn:aws:*:*:*:*', OBJECT],
  },
  {
    key: 'aws:PrincipalArn',
    given: [[ROLE], [`${ROLE}s`]],
    operators: ifExists(ARN_OPERATORS),
    wanted: [ROLE, `arn:aws:iam::${HERE}:role/*`, `arn:aws:iam::*:role/tributary-*`, `${ROLE}?`],
  },
  {
    key: 'aws:CalledVia',
    given: [['athena.amazonaws.com'], ['athena.amazonaws.com', 'glue.amazonaws.com']],
    operators: TEXT_OPERATORS.flatMap((operator) => [
      ...[`ForAllValues:${operator}`, `ForAllValues:${operator}IfExists`],
      `ForAnyValue:${operator}`,
    ]),
    wanted: ['athena.amazonaws.com', 'glue.*', 'glue.amazonaws.com', 'dms.amazonaws.com'],
  },
  {
    key: 'kms:ViaService',
    given: [['s3.eu-west-1.amazonaws.com'], ['kinesis.eu-west-1.amazonaws.com']],
    operators: ifExists(TEXT_OPERATORS),
    wanted: ['s3.eu-west-1.amazonaws.com', 's3.*.amazonaws.com'],
    services: ['kms'],
  },
  {
    key: 'kms:EncryptionContext:aws:s3:arn',
    given: [[OBJECT], ['arn:aws:s3:::tributary-dev-people-lake']],
    operators: ifExists([...TEXT_OPERATORS, 'ArnLike', 'ArnEquals']),
    wanted: [OBJECT, 'arn:aws:s3:::tributary-dev-people-lake', `${OBJECT.slice(0, 40)}*`],
    services: ['kms'],
  },
];

function keysFor({ action }: Target): ContextKey[] {
  const service = action.split(':')[0] ?? '';
  return CONTEXT_KEYS.filter(({ services }) => services?.includes(service) ?? true);
}

function contextFor(target: Target): fc.Arbitrary<AccessRequest['context']> {
  const entries = keysFor(target).map(({ key, given }) =>
    maybe(mostly(...given), 65).map((values): [string, readonly string[]] | undefined =>
      values === null ? undefined : [key.toLowerCase(), values],
    ),
  );
  return fc
    .tuple(...entries)
    .map((found) => Object.fromEntries(found.filter((entry) => entry !== undefined)));
}

function conditionFor(target: Target): fc.Arbitrary<object> {
  return fc.constantFrom(...keysFor(target)).chain(({ key, operators, wanted }) =>
    fc.constantFrom(...operators).chain((operator) =>
      some(operator === 'Null' ? fc.constantFrom('true', 'false') : fc.constantFrom(...wanted))
        .map((values) => (operator === 'Null' ? values.slice(0, 1) : values))
        .chain((values) => fc.constantFrom(values, ...values))
        .map((values) => ({ [operator]: { [key]: values } })),
    ),
  );
}

type Kind = 'identity' | 'resource' | 'trust';

function statementFor(target: Target, kind: Kind): fc.Arbitrary<object> {
  const element = (name: string, values: fc.Arbitrary<unknown>, negations: number) =>
    fc
      .tuple(values, fc.integer({ min: 0, max: 99 }))
      .map(([value, draw]) => ({ [draw < negations ? `Not${name}` : name]: value }));
  const actions = kind === 'trust' ? mostly('sts:AssumeRole', 'sts:*') : actionPattern(target);
  return fc
    .tuple(
      mostly('Allow', 'Allow', 'Deny'),
      element('Action', some(actions), kind === 'trust' ? 0 : 8),
      kind === 'trust' ? fc.constant({}) : element('Resource', some(resourcePattern(target)), 8),
      kind === 'identity' ? fc.constant({}) : element('Principal', PRINCIPALS, 10),
      maybe(conditionFor(target), 35),
    )
    .map(([Effect, action, resource, principal, condition]) => ({
      ...{ Effect, ...action, ...resource, ...principal },
      ...(condition && { Condition: condition }),
    }));
}

function policyFor(target: Target, kind: Kind): fc.Arbitrary<object> {
  return fc
    .array(statementFor(target, kind), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: '2012-10-17', Statement }));
}

const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function policiesFor(
  target: Target,
  principal: Principal,
): fc.Arbitrary<Omit<AccessCase, 'request'>> {
  const ownPolicy = policyFor(target, target.action === 'sts:AssumeRole' ? 'trust' : 'resource');
  const always = /^(kms|sts):/.test(target.action) && target.resource !== '*';
  const resource =
    target.resource === '*' ? fc.constant(null) : always ? ownPolicy : maybe(ownPolicy, 65);
  const identity =
    principal.kind === 'role'
      ? fc.array(policyFor(target, 'identity'), { maxLength: 2 })
      : fc.constant(principal.kind === 'account' ? [ALL] : []);
  const boundary =
    principal.kind === 'role' ? maybe(policyFor(target, 'identity'), 50) : fc.constant(null);
  return fc.tuple(identity, boundary, resource).map(([identities, limit, own]) => ({
    identity: identities,
    ...(limit && { boundary: limit }),
    ...(own && { resource: own }),
  }));
}

/** Calls with the policies that decide on them, within an account and across two. */
export function generatedAccess(targets: readonly Target[]): fc.Arbitrary<AccessCase> {
  return fc
    .tuple(fc.constantFrom(...targets), fc.oneof(...CALLERS), mostly(HERE, THERE))
    .chain(([target, principal, resourceAccount]) =>
      fc.tuple(contextFor(target), policiesFor(target, principal)).map(([context, policies]) => ({
        request: {
          ...{ principal, ...target, context },
          resourceAccount: target.resource === '*' ? HERE : resourceAccount,
        },
        ...policies,
      })),
    );
}
