import { decide, type AccessRequest, type Policies } from '../../../local/permissions/decide';
import { readPolicy } from '../../../local/permissions/policy';

const HERE = '111111111111';
const THERE = '222222222222';
const ROLE = `arn:aws:iam::${HERE}:role/deliver`;
const SESSION = `arn:aws:sts::${HERE}:assumed-role/deliver/run`;
const OBJECT = 'arn:aws:s3:::lake/changes/1.gz';
const KEY = `arn:aws:kms:eu-west-1:${HERE}:key/1`;

const ROOT = `arn:aws:iam::${HERE}:root`;
const put = (
  resource: object = { Resource: 'arn:aws:s3:::lake/*' },
  effect: 'Allow' | 'Deny' = 'Allow',
) => ({ Sid: `${effect}Put`, Effect: effect, Action: 's3:PutObject', ...resource });
const named = (aws: unknown) => put({ Resource: 'arn:aws:s3:::lake/*', Principal: aws });

const document = (name: string, ...statements: object[]) =>
  readPolicy(name, JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const identity = (...statements: object[]) => document('identity', ...statements);
const bucket = (...statements: object[]) => document('bucket', ...statements);

const REQUEST: AccessRequest = {
  principal: { kind: 'role', account: HERE, roleArn: ROLE, sessionArn: SESSION },
  action: 's3:PutObject',
  resource: OBJECT,
  resourceAccount: HERE,
  context: {},
};
const ACROSS = { ...REQUEST, resourceAccount: THERE };

const why = (request: AccessRequest, policies: Policies) => decide(request, policies).why;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe('decide within an account', () => {
  it('refuses what nothing allows', () => {
    expect(decide(REQUEST, { identity: [] })).toEqual({
      ...{ allowed: false, by: [], missing: ['identity'], why: 'no-identity-allow' },
    });
  });

  it('allows by the identity policy, and names the statement', () => {
    expect(decide(REQUEST, { identity: [identity(put())] })).toEqual({
      allowed: true,
      by: [{ side: 'identity', policy: 'identity', statement: 'AllowPut', effect: 'Allow' }],
      missing: [],
      why: 'allowed',
    });
  });

  it('needs action, resource and conditions all to cover the call', () => {
    const secure = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    const policies = (...statements: object[]) => ({ identity: [identity(...statements)] });

    expect(why(REQUEST, policies(put({ Resource: 'arn:aws:s3:::other/*' })))).toBe(
      'no-identity-allow',
    );
    expect(why(REQUEST, policies({ ...put(), Action: 's3:GetObject' }))).toBe('no-identity-allow');
    expect(why(REQUEST, policies({ ...put(), ...secure }))).toBe('no-identity-allow');
    expect(
      why(
        { ...REQUEST, context: { 'aws:securetransport': ['true'] } },
        policies({ ...put(), ...secure }),
      ),
    ).toBe('allowed');
  });

  it('reads NotAction and NotResource as all else', () => {
    const others = { Effect: 'Allow', NotAction: 's3:Get*', NotResource: 'arn:aws:s3:::private/*' };

    expect(why(REQUEST, { identity: [identity(others)] })).toBe('allowed');
    expect(why({ ...REQUEST, action: 's3:GetObject' }, { identity: [identity(others)] })).toBe(
      'no-identity-allow',
    );
    expect(
      why({ ...REQUEST, resource: 'arn:aws:s3:::private/a' }, { identity: [identity(others)] }),
    ).toBe('no-identity-allow');
  });

  it.each([
    ['an identity policy', { identity: [identity(put(), put(undefined, 'Deny'))] }, 'identity'],
    [
      'a boundary',
      {
        identity: [identity(put())],
        boundary: document('boundary', put(undefined, 'Deny'), put()),
      },
      'boundary',
    ],
    [
      'a resource policy',
      { identity: [identity(put())], resource: bucket({ ...named('*'), Effect: 'Deny' }) },
      'bucket',
    ],
  ])('lets a deny of %s win', (_, policies, policy) => {
    const decision = decide(REQUEST, policies);

    expect(decision).toMatchObject({ allowed: false, missing: [], why: 'explicit-deny' });
    expect(decision.by).toEqual([expect.objectContaining({ policy, effect: 'Deny' }) as unknown]);
  });

  it.each([ROLE, SESSION, '*'])('needs no identity policy where the bucket names %s', (aws) => {
    expect(why(REQUEST, { identity: [], resource: bucket(named({ AWS: aws })) })).toBe('allowed');
  });

  it.each([ROOT, HERE])('leaves it to identity policies where the bucket names %s', (aws) => {
    const resource = bucket(named({ AWS: aws }));

    expect(why(REQUEST, { identity: [], resource })).toBe('no-identity-allow');
    expect(why(REQUEST, { identity: [identity(put())], resource })).toBe('allowed');
  });

  it('gives nothing by a bucket policy that names others', () => {
    const resource = bucket(
      named({ AWS: [`arn:aws:iam::${HERE}:role/other`, `arn:aws:iam::${THERE}:root`] }),
      named({ Service: 'sns.amazonaws.com' }),
    );

    expect(why(REQUEST, { identity: [], resource })).toBe('no-identity-allow');
  });

  it('spares those whom a deny excepts', () => {
    const except = (aws: string[]) =>
      bucket({
        ...{ Effect: 'Deny', Action: '*', Resource: '*' },
        NotPrincipal: { AWS: aws },
      });
    const allowed = [identity(put())];

    expect(why(REQUEST, { identity: allowed, resource: except([ROLE, ROOT]) })).toBe('allowed');
    expect(why(REQUEST, { identity: allowed, resource: except([`${ROLE}s`]) })).toBe(
      'explicit-deny',
    );
  });

  it('sees the role in aws:PrincipalArn, as the caller says', () => {
    const resource = bucket({
      ...named({ AWS: ROOT }),
      Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } },
    });
    const request = { ...REQUEST, context: { 'aws:principalarn': [ROLE] } };

    expect(decide(request, { identity: [identity(put())], resource }).by).toHaveLength(2);
  });

  it('takes no ARN for an action that has none', () => {
    const list = { Effect: 'Allow', Action: 's3:ListAllMyBuckets' };
    const request = { ...REQUEST, action: 's3:ListAllMyBuckets', resource: '*' };

    expect(why(request, { identity: [identity({ ...list, Resource: '*' })] })).toBe('allowed');
    expect(why(request, { identity: [identity({ ...list, Resource: 'arn:aws:s3:::*' })] })).toBe(
      'no-identity-allow',
    );
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
describe('decide with a boundary', () => {
  const boundary = document('boundary', put({ Resource: 'arn:aws:s3:::other/*' }));

  it('needs the boundary to allow too', () => {
    expect(why(REQUEST, { identity: [identity(put())], boundary })).toBe('no-boundary-allow');
    expect(
      why(REQUEST, { identity: [identity(put())], boundary: document('boundary', put()) }),
    ).toBe('allowed');
  });

  it('gives nothing by itself', () => {
    expect(why(REQUEST, { identity: [], boundary: document('boundary', put()) })).toBe(
      'no-identity-allow',
    );
  });

  it('limits what a bucket grants the role, and not what it grants the session or everyone', () => {
    const granted = (aws: string) => ({
      ...{ identity: [], boundary, resource: bucket(named({ AWS: aws })) },
    });

    expect(why(REQUEST, granted(ROLE))).toBe('no-boundary-allow');
    expect(why(REQUEST, granted(SESSION))).toBe('allowed');
    expect(why(REQUEST, granted('*'))).toBe('allowed');
  });

  it('falls to every deny that excepts principals', () => {
    const resource = bucket({
      ...{ Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS: [ROLE, ROOT] } },
    });
    const policies = { identity: [identity(put())], boundary: document('boundary', put()) };

    expect(why(REQUEST, { ...policies, resource })).toBe('explicit-deny');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe('decide across accounts', () => {
  const resource = bucket(named({ AWS: ROOT }));

  it('needs both sides', () => {
    expect(why(ACROSS, { identity: [identity(put())], resource })).toBe('allowed');
    expect(decide(ACROSS, { identity: [], resource })).toMatchObject({
      ...{ missing: ['identity'], why: 'no-identity-allow' },
    });
    expect(decide(ACROSS, { identity: [identity(put())] })).toMatchObject({
      ...{ missing: ['resource'], why: 'no-resource-allow' },
    });
    expect(decide(ACROSS, { identity: [] }).missing).toEqual(['identity', 'resource']);
  });

  it.each([ROLE, SESSION, '*'])(
    'needs the identity policy even where the bucket names %s',
    (aws) => {
      expect(why(ACROSS, { identity: [], resource: bucket(named({ AWS: aws })) })).toBe(
        'no-identity-allow',
      );
    },
  );

  it('holds the boundary against a session that the bucket names', () => {
    const boundary = document('boundary', put({ Resource: 'arn:aws:s3:::other/*' }));
    const session = bucket(named({ AWS: SESSION }));

    expect(why(ACROSS, { identity: [identity(put())], boundary, resource: session })).toBe(
      'no-boundary-allow',
    );
  });

  it('asks the resource alone about the administrator of another account', () => {
    const principal = { kind: 'account', account: HERE, arn: ROOT } as const;

    expect(why({ ...ACROSS, principal }, { identity: [], resource })).toBe('allowed');
    expect(why({ ...ACROSS, principal }, { identity: [] })).toBe('no-resource-allow');
  });
});

describe('decide for the administrator of the account', () => {
  const request = { ...REQUEST, principal: { kind: 'account', account: HERE, arn: ROOT } } as const;

  it('allows what no policy of a resource denies', () => {
    expect(why(request, { identity: [] })).toBe('allowed');
    expect(
      why(request, { identity: [], resource: bucket({ ...named('*'), Effect: 'Deny' }) }),
    ).toBe('explicit-deny');
  });

  it('needs the key policy to allow the account', () => {
    const asked = { ...request, action: 'kms:Decrypt', resource: KEY };
    const key = document('key', {
      ...{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: ROOT } },
    });

    expect(why(asked, { identity: [] })).toBe('no-resource-allow');
    expect(why(asked, { identity: [], resource: key })).toBe('allowed');
  });
});

describe('decide for a service', () => {
  const request = {
    ...REQUEST,
    principal: { kind: 'service', service: 'sns.amazonaws.com' },
  } as const;

  it('needs the resource to name the service', () => {
    const resource = bucket(named({ Service: ['events.amazonaws.com', 'sns.amazonaws.com'] }));

    expect(why(request, { identity: [] })).toBe('no-resource-allow');
    expect(why(request, { identity: [], resource })).toBe('allowed');
    expect(
      why(request, { identity: [], resource: bucket(named({ Service: 'events.amazonaws.com' })) }),
    ).toBe('no-resource-allow');
  });

  it('meets a deny for everyone', () => {
    const resource = bucket(named({ Service: 'sns.amazonaws.com' }), {
      ...named({ AWS: '*' }),
      ...{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    });
    const plain = { ...request, context: { 'aws:securetransport': ['false'] } };

    expect(why(plain, { identity: [], resource })).toBe('explicit-deny');
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
describe('decide for a key', () => {
  const request = { ...REQUEST, action: 'kms:Decrypt', resource: KEY };
  const use = identity({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY });
  const key = (principal: object, condition: object = {}) =>
    document('key', {
      ...{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: principal, ...condition },
    });

  it('needs the key policy, whatever identity policies allow', () => {
    expect(why(request, { identity: [use] })).toBe('no-resource-allow');
    expect(why(request, { identity: [use], resource: key({ AWS: ROOT }) })).toBe('allowed');
  });

  it('needs an identity policy where the key names the account, and none where it names the role', () => {
    expect(why(request, { identity: [], resource: key({ AWS: ROOT }) })).toBe('no-identity-allow');
    expect(why(request, { identity: [], resource: key({ AWS: ROLE }) })).toBe('allowed');
  });

  it('names both sides where both are missing', () => {
    expect(decide(request, { identity: [] }).missing).toEqual(['identity', 'resource']);
  });

  it('sees the encryption context, which a bucket key changes', () => {
    const resource = key(
      { AWS: ROLE },
      { Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::lake' } } },
    );
    const asked = (arn: string) => ({
      ...{ ...request, context: { 'kms:encryptioncontext:aws:s3:arn': [arn] } },
    });

    expect(why(asked('arn:aws:s3:::lake'), { identity: [], resource })).toBe('allowed');
    expect(why(asked('arn:aws:s3:::lake/a.gz'), { identity: [], resource })).toBe(
      'no-identity-allow',
    );
  });

  it('asks no key where the action takes none', () => {
    const list = { ...REQUEST, action: 'kms:ListKeys', resource: '*' };
    const allowed = identity({ Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' });

    expect(why(list, { identity: [allowed] })).toBe('allowed');
  });
});

describe('decide for a role that is assumed', () => {
  const request = { ...REQUEST, action: 'sts:AssumeRole', resource: `arn:aws:iam::${HERE}:role/b` };
  const trust = (principal: object) =>
    document('trust', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal });

  it('needs its trust policy', () => {
    const assume = identity({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });

    expect(why(request, { identity: [assume] })).toBe('no-resource-allow');
    expect(why(request, { identity: [assume], resource: trust({ AWS: ROOT }) })).toBe('allowed');
    expect(why(request, { identity: [], resource: trust({ AWS: ROLE }) })).toBe('allowed');
  });

  it('lets the service that it trusts', () => {
    const principal = { kind: 'service', service: 'lambda.amazonaws.com' } as const;
    const policies = { identity: [], resource: trust({ Service: 'lambda.amazonaws.com' }) };

    expect(why({ ...request, principal }, policies)).toBe('allowed');
  });
});
