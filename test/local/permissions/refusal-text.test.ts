import { decide, type AccessRequest, type Policies } from '../../../local/permissions/decide';
import { readPolicy } from '../../../local/permissions/policy';
import { refusalText } from '../../../local/permissions/refusal-text';

const STREAM = 'arn:aws:kinesis:eu-west-1:111111111111:stream/changes';
const REQUEST: AccessRequest = {
  principal: {
    kind: 'role',
    account: '111111111111',
    roleArn: 'arn:aws:iam::111111111111:role/write',
    sessionArn: 'arn:aws:sts::111111111111:assumed-role/write/run',
  },
  action: 'kinesis:PutRecords',
  resource: STREAM,
  resourceAccount: '111111111111',
  context: {},
};
const PREFIX = `User: arn:aws:sts::111111111111:assumed-role/write/run is not authorized to perform: kinesis:PutRecords on resource: ${STREAM}`;

const refusal = (changes: Partial<AccessRequest>, policies: Partial<Policies> = {}) => {
  const request = { ...REQUEST, ...changes };
  return refusalText(request, decide(request, { identity: [], ...policies }));
};
const document = (name: string, statement: object) =>
  readPolicy(name, JSON.stringify({ Statement: [statement] }));
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
describe('refusalText', () => {
  it('says that no identity policy allows', () => {
    expect(refusal({})).toBe(
      `${PREFIX} because no identity-based policy allows the kinesis:PutRecords action`,
    );
  });

  it('says that no policy of the resource allows', () => {
    expect(refusal({ resourceAccount: '222222222222' }, { identity: [document('all', ALL)] })).toBe(
      `${PREFIX} because no resource-based policy allows the kinesis:PutRecords action`,
    );
  });

  it('says that no boundary allows', () => {
    const boundary = document('limit', { ...ALL, Action: 's3:*' });

    expect(refusal({}, { identity: [document('all', ALL)], boundary })).toBe(
      `${PREFIX} because no permissions boundary allows the kinesis:PutRecords action`,
    );
  });

  it('says that no trust policy allows', () => {
    const principal = {
      kind: 'account',
      account: '111111111111',
      arn: 'arn:aws:iam::111111111111:root',
    } as const;

    expect(
      refusal({
        principal,
        action: 'sts:AssumeRole',
        resource: 'arn:aws:iam::111111111111:role/b',
      }),
    ).toBe(
      'User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/b because no role trust policy allows the sts:AssumeRole action',
    );
  });

  it.each([
    ['identity', 'an identity-based policy'],
    ['boundary', 'a permissions boundary'],
    ['resource', 'a resource-based policy'],
  ])('names the statement that denies, in an %s policy', (side, words) => {
    const deny = {
      ...ALL,
      Effect: 'Deny',
      Sid: 'Never',
      ...(side === 'resource' && { Principal: '*' }),
    };
    const policy = document('policy of that side', deny);

    expect(refusal({}, { [side]: side === 'identity' ? [policy] : policy })).toBe(
      `${PREFIX} with an explicit deny in ${words} (statement Never of policy of that side)`,
    );
  });

  // https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
  it('names a service by the resource that it acts for', () => {
    const alarm = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:behind';
    const principal = { kind: 'service', service: 'cloudwatch.amazonaws.com' } as const;

    expect(refusal({ principal, context: { 'aws:sourcearn': [alarm] } })).toContain(
      `Resource: ${alarm} is not authorized to perform: kinesis:PutRecords`,
    );
    expect(refusal({ principal })).toContain('Service: cloudwatch.amazonaws.com is not authorized');
  });
});
