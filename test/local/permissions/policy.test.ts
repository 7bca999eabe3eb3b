import { readPolicy } from '../../../local/permissions/policy';

const read = (...statements: object[]) =>
  readPolicy('bucket policy of lake', JSON.stringify({ Statement: statements }));
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('readPolicy', () => {
  it('reads one and many alike', () => {
    const policy = readPolicy(
      'inline policy of deliver',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          ...{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'] },
          Resource: 'arn:aws:s3:::lake/*',
          Condition: { Bool: { 'aws:SecureTransport': true } },
        },
      }),
    );

    expect(policy).toEqual({
      name: 'inline policy of deliver',
      statements: [
        {
          id: 'Read',
          effect: 'Allow',
          actions: { not: false, patterns: ['s3:GetObject', 's3:PutObject'] },
          resources: { not: false, patterns: ['arn:aws:s3:::lake/*'] },
          conditions: [{ operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] }],
        },
      ],
    });
  });

  it('reads what a statement excepts', () => {
    const [statement] = read({
      ...{ Effect: 'Deny', NotAction: 's3:GetObject', NotResource: 'arn:aws:s3:::lake/*' },
      NotPrincipal: { AWS: '111111111111' },
    }).statements;

    expect(statement).toMatchObject({
      actions: { not: true, patterns: ['s3:GetObject'] },
      resources: { not: true, patterns: ['arn:aws:s3:::lake/*'] },
      principals: { not: true, byType: { AWS: ['111111111111'] } },
    });
  });

  it('numbers the statements that have no Sid', () => {
    const ids = read(ALLOW, { ...ALLOW, Sid: 'Named' }, { ...ALLOW, Sid: '' }).statements;

    expect(ids.map(({ id }) => id)).toEqual(['#1', 'Named', '#3']);
  });

  it('reads a trust policy, which names no resource', () => {
    const [statement] = read({
      ...{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      Action: 'sts:AssumeRole',
    }).statements;

    expect(statement).toHaveProperty('principals.byType', { Service: ['lambda.amazonaws.com'] });
    expect(statement).not.toHaveProperty('resources');
  });

  it.each([
    [
      { ...ALLOW, Sid: 'Late', Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01' } } },
      'bucket policy of lake: statement Late: the condition operator DateLessThan is not evaluated here',
    ],
    [
      { ...ALLOW, Resource: 'arn:aws:s3:::lake/${aws:username}' },
      'bucket policy of lake: statement #1: the policy variable in arn:aws:s3:::lake/${aws:username} is not evaluated here',
    ],
    [
      { ...ALLOW, NotAction: 's3:PutObject' },
      'bucket policy of lake: statement #1: expected Action or NotAction, got both',
    ],
    [
      { Effect: 'Allow', Resource: '*' },
      'bucket policy of lake: statement #1: expected Action or NotAction, got neither',
    ],
    [
      { Effect: 'Allow', Action: '*' },
      'bucket policy of lake: statement #1: expected Resource, or Principal as in a trust policy, got neither',
    ],
    [{ ...ALLOW, Effect: 'allow' }, 'bucket policy of lake: '],
    [{ ...ALLOW, Sids: 'a' }, 'bucket policy of lake: '],
    [{ ...ALLOW, Principal: { Role: 'a' } }, 'bucket policy of lake: '],
  ])('refuses %j', (statement, message) => {
    expect(() => read(statement)).toThrow(message);
  });

  it('refuses what is not JSON', () => {
    expect(() => readPolicy('key policy of feed', '{')).toThrow(
      'key policy of feed: expected JSON, got {',
    );
  });
});
