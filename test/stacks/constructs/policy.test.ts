import { policyDocument } from '../../../stacks/constructs/policy';

describe('policyDocument', () => {
  it('refuses a bare * without a written reason', () => {
    const statement = { sid: 'ReadAll', actions: ['s3:GetObject'], resources: ['*'] };

    expect(() => policyDocument([statement])).toThrow(
      'statement ReadAll names *: spell it out, or give the reason in wildcards.ts',
    );
  });

  it('refuses all actions of a service without a written reason', () => {
    const statement = { sid: 'DoAll', actions: ['s3:*'], resources: ['arn:aws:s3:::b'] };

    expect(() => policyDocument([statement])).toThrow('statement DoAll names *');
  });

  it("writes IAM's JSON", () => {
    const statement = { sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/a/*'] };

    expect(JSON.parse(policyDocument([statement]))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Read',
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: ['arn:aws:s3:::b/a/*'],
        },
      ],
    });
  });
});
