import { roleCaller, serviceCaller } from '../../../local/cloud';
import type { Caller } from '../../../local/endpoint/dispatch';
import { enforcePermissions } from '../../../local/permissions/enforce-permissions';
import { permissionUsage } from '../../../local/permissions/permission-usage';
import { readPolicy } from '../../../local/permissions/policy';
import type { PolicySources, RoleGrants } from '../../../local/permissions/policy-sources';
import { operatorCaller } from '../../../local/services/sts/operator-caller';
import { testCloud } from '../../support/test-cloud';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/writer`;
const STREAM = `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/changes`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;

const document = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
const trust = { Effect: 'Allow', Principal: { Service: 'firehose.amazonaws.com' } };

/** A role that may put records, under policies that a test can change. */
function world() {
  let revision = 1;
  const state = {
    identity: document(allow('kinesis:PutRecords', STREAM)),
    trust: document({ ...trust, Action: 'sts:AssumeRole' }),
    boundary: undefined as string | undefined,
    resources: {} as Record<string, string>,
  };
  const grants = (): RoleGrants => ({
    arn: ROLE,
    identity: [readPolicy('inline policy writer', state.identity)],
    trust: readPolicy('trust policy of writer', state.trust),
    ...(state.boundary !== undefined && { boundary: readPolicy('the boundary', state.boundary) }),
  });
  const sources: PolicySources = {
    revision: () => revision,
    role: (_account, name) => (name === 'writer' ? grants() : undefined),
    roles: () => [grants()],
    resource: (arn) => {
      const text = arn === ROLE ? state.trust : state.resources[arn];
      return text === undefined ? undefined : { account: ACCOUNT, name: `policy of ${arn}`, text };
    },
    resources: () => [],
    loaded: () => Promise.resolve(),
  };
  const usage = permissionUsage();
  return {
    usage,
    permissions: enforcePermissions({ sources, usage }),
    change: (changed: Partial<typeof state>) => {
      Object.assign(state, changed);
      revision += 1;
    },
  };
}

const writer = roleCaller(ROLE, 'task');
const putRecords = { action: 'kinesis:PutRecords', resource: STREAM };
const required = (
  { permissions }: ReturnType<typeof world>,
  caller: Caller,
  ...[service, access]: [string, { action: string; resource: string }]
) => {
  try {
    permissions.require(caller, service, [access]);
    return 'allowed';
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string };
    return { code, status, message };
  }
};
const refusedWriter = (action: string, resource: string) =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/writer/task is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe('enforced permissions', () => {
  it('let a role do what its policy allows, and count it', () => {
    const cloud = world();

    expect([1, 2].map(() => required(cloud, writer, 'kinesis', putRecords))).toEqual([
      'allowed',
      'allowed',
    ]);
    expect(cloud.usage.uses()).toEqual([
      {
        policy: 'inline policy writer',
        statement: '#1',
        action: 'kinesis:PutRecords',
        count: 2,
      },
    ]);
  });

  it.each([
    ['kinesis', 'kinesis:GetRecords', STREAM, 'AccessDeniedException', 400],
    ['dynamodb', 'dynamodb:PutItem', `${STREAM}x`, 'AccessDeniedException', 400],
    ['s3', 's3:PutObject', 'arn:aws:s3:::lake/key', 'AccessDenied', 403],
    ['sns', 'sns:Publish', TOPIC, 'AuthorizationError', 403],
    ['lambda', 'lambda:InvokeFunction', `${STREAM}y`, 'AccessDeniedException', 403],
    ['sts', 'sts:GetFederationToken', '*', 'AccessDenied', 403],
  ])("refuse %s %s with the service's error in AWS's words", (...row) => {
    const [service, action, resource, code, status] = row;

    expect(required(world(), writer, service, { action, resource })).toEqual({
      code,
      status,
      message: refusedWriter(action, resource),
    });
  });

  it.each([
    ['kinesis', 'KMSAccessDeniedException', 400],
    ['sns', 'KMSAccessDenied', 400],
    ['s3', 'AccessDenied', 403],
  ])('refuse the key of what %s encrypts as %s', (service, code, status) => {
    const cloud = world();
    cloud.change({
      resources: {
        [KEY]: document({
          ...allow('kms:*', '*'),
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        }),
      },
    });

    expect(
      required(cloud, writer, service, { action: 'kms:GenerateDataKey', resource: KEY }),
    ).toEqual({ code, status, message: refusedWriter('kms:GenerateDataKey', KEY) });
  });

  it('decide again once a policy has changed', () => {
    const cloud = world();
    const before = required(cloud, writer, 'kinesis', putRecords);

    cloud.change({ identity: document(allow('kinesis:PutRecord', STREAM)) });

    expect(before).toBe('allowed');
    expect(required(cloud, writer, 'kinesis', putRecords)).toMatchObject({
      message: refusedWriter('kinesis:PutRecords', STREAM),
    });
  });

  it('go no further than the boundary', () => {
    const cloud = world();
    cloud.change({ boundary: document(allow('s3:*', '*')) });

    expect(required(cloud, writer, 'kinesis', putRecords)).toMatchObject({
      message: expect.stringContaining(
        'because no permissions boundary allows the kinesis:PutRecords action',
      ) as string,
    });
  });

  it("ask a topic's policy about a service, by the resource that it acts for", () => {
    const cloud = world();
    cloud.change({
      resources: {
        [TOPIC]: document({
          ...allow('sns:Publish', TOPIC),
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:1:rule/a' } },
        }),
      },
    });
    const publish = { action: 'sns:Publish', resource: TOPIC };
    const rule = (name: string) =>
      serviceCaller(testCloud(), 'events.amazonaws.com', `arn:aws:events:eu-west-1:1:rule/${name}`);

    expect(required(cloud, rule('a'), 'sns', publish)).toBe('allowed');
    expect(required(cloud, rule('b'), 'sns', publish)).toMatchObject({
      message: `Resource: arn:aws:events:eu-west-1:1:rule/b is not authorized to perform: sns:Publish on resource: ${TOPIC} because no resource-based policy allows the sns:Publish action`,
    });
  });

  it('hold the administrator to what a resource denies, and to nothing else', () => {
    const cloud = world();
    const operator = operatorCaller(ACCOUNT);
    const publish = { action: 'sns:Publish', resource: TOPIC };
    const before = required(cloud, operator, 'sns', publish);

    cloud.change({
      resources: {
        [TOPIC]: document({ ...allow('sns:*', '*'), Sid: 'Shut', Effect: 'Deny', Principal: '*' }),
      },
    });

    expect(before).toBe('allowed');
    expect(required(cloud, operator, 'sns', publish)).toMatchObject({
      message: expect.stringContaining(`(statement Shut of policy of ${TOPIC})`) as string,
    });
  });

  it("let a service assume a role that trusts it, else fail with the service's own error", () => {
    const { permissions, change } = world();
    const assume = () =>
      permissions.assume({
        service: 'firehose.amazonaws.com',
        roleArn: ROLE,
        session: 'delivery',
        sourceArn: `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/lake`,
        refused: { code: 'InvalidArgumentException', message: 'Firehose is unable to assume it.' },
      });

    expect(assume()).toEqual(roleCaller(ROLE, 'delivery'));
    change({
      trust: document({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
      }),
    });
    expect(assume).toThrow(
      /^Firehose is unable to assume it\. \(.*is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role\/writer because no role trust policy allows/,
    );
  });
});
