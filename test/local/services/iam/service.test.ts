import { environmentData } from '../../../../local/services/iam/environment-data';
import { policyDocumentData } from '../../../../local/services/iam/policy-document-data';
import { policyResource } from '../../../../local/services/iam/policy-resource';
import { rolePolicyAttachmentResource } from '../../../../local/services/iam/role-policy-attachment-resource';
import { rolePolicyResource } from '../../../../local/services/iam/role-policy-resource';
import { roleResource } from '../../../../local/services/iam/role-resource';
import { createIam } from '../../../../local/services/iam/service';
import { start, testCloud } from '../laptop-services';

describe('IAM', () => {
  it('gathers what the definition says about a role', async () => {
    const iam = createIam(testCloud().cloud);
    const role = await start(roleResource(iam), { name: 'fn', assume_role_policy: '{"a":1}' });
    await start(rolePolicyResource(iam), { name: 'write', role: 'fn', policy: '{"b":2}' });
    const policy = await start(policyResource(iam), { name: 'read', policy: '{"c":3}' });
    const policy_arn = policy.attributes['arn'];
    await start(rolePolicyAttachmentResource(iam), { role: 'fn', policy_arn });

    expect(role.attributes['arn']).toBe('arn:aws:iam::123456789012:role/fn');
    expect(iam.policiesOf('arn:aws:iam::123456789012:role/fn')).toEqual({
      trustPolicy: '{"a":1}',
      inline: [{ name: 'write', document: '{"b":2}' }],
      managed: [{ arn: 'arn:aws:iam::123456789012:policy/read', document: '{"c":3}' }],
    });
  });

  it('says which role a policy misses', async () => {
    const iam = createIam(testCloud().cloud);

    await expect(
      start(rolePolicyResource(iam), { name: 'p', role: 'nobody', policy: '{}' }),
    ).rejects.toThrow('nobody');
  });
});

describe('data.aws_iam_policy_document', () => {
  it('writes a statement as the provider does', async () => {
    const { attributes } = await start(policyDocumentData(), {
      statement: [
        {
          sid: 'Logs',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          principals: [{ type: 'Service', identifiers: ['logs.amazonaws.com'] }],
          condition: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['1'] }],
        },
      ],
    });

    expect(JSON.parse(String(attributes['json']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Logs',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Principal: { Service: 'logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
        },
      ],
    });
  });
});

describe('environment data', () => {
  it('names the account of the block', async () => {
    const identity = environmentData().find(({ type }) => type === 'data.aws_caller_identity')!;

    const { attributes } = await start(identity, {});

    expect(attributes['account_id']).toBe('123456789012');
  });
});
