import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { Key, KeyRing } from './key-ring';

const keyId = z.strictObject({ KeyId: z.string() });

/** Operations on keys and aliases. Symmetric encryption keys only. */
export function keyOperations(cloud: Cloud, ring: KeyRing) {
  return { ...keyLifeOperations(cloud, ring), ...aliasOperations(ring) };
}

function keyLifeOperations(cloud: Cloud, ring: KeyRing) {
  const of = (input: { KeyId: string }) => [ring.find(input.KeyId).arn];
  return {
    CreateKey: declaredOperation({
      iam: 'kms:CreateKey',
      input: z.strictObject({
        Description: z.string().optional(),
        Policy: z.string().optional(),
        KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
        KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
        Tags: z.array(z.unknown()).optional(),
      }),
      invalid: 'ValidationException',
      run: async ({ Description, Policy }) => {
        await ring.loaded();
        const key = await ring.create({
          ...(Description === undefined ? {} : { description: Description }),
          ...(Policy === undefined ? {} : { policy: Policy }),
        });
        return { KeyMetadata: metadata(cloud, key) };
      },
    }),
    DescribeKey: declaredOperation({
      iam: 'kms:DescribeKey',
      input: keyId,
      invalid: 'ValidationException',
      resources: of,
      run: async ({ KeyId }) => {
        await ring.loaded();
        return { KeyMetadata: metadata(cloud, ring.find(KeyId)) };
      },
    }),
    ListKeys: declaredOperation({
      iam: 'kms:ListKeys',
      input: z.strictObject({ Limit: z.number().optional() }),
      invalid: 'ValidationException',
      run: async () => {
        await ring.loaded();
        const Keys = ring.keys().map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
        return { Keys, Truncated: false };
      },
    }),
    GetKeyPolicy: declaredOperation({
      iam: 'kms:GetKeyPolicy',
      input: z.strictObject({ KeyId: z.string(), PolicyName: z.string().optional() }),
      invalid: 'ValidationException',
      resources: of,
      run: async ({ KeyId }) => {
        await ring.loaded();
        return { Policy: ring.find(KeyId).policy, PolicyName: 'default' };
      },
    }),
  };
}

function aliasOperations(ring: KeyRing) {
  return {
    ListAliases: declaredOperation({
      iam: 'kms:ListAliases',
      input: z.strictObject({ KeyId: z.string().optional(), Limit: z.number().optional() }),
      invalid: 'ValidationException',
      run: async ({ KeyId }) => {
        await ring.loaded();
        const only = KeyId === undefined ? undefined : ring.find(KeyId).id;
        const Aliases = ring
          .aliases()
          .filter((alias) => only === undefined || alias.keyId === only)
          .map(({ name, keyId: TargetKeyId }) => ({
            AliasName: name,
            AliasArn: ring.aliasArn(name),
            TargetKeyId,
          }));
        return { Aliases, Truncated: false };
      },
    }),
    CreateAlias: declaredOperation({
      iam: 'kms:CreateAlias',
      input: z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() }),
      invalid: 'ValidationException',
      resources: (input) => [ring.find(input.TargetKeyId).arn],
      run: async ({ AliasName, TargetKeyId }) => {
        await ring.loaded();
        if (!/^alias\/(?!aws\/)[\w/-]+$/.test(AliasName)) {
          throw new ServiceError('InvalidAliasNameException', `${AliasName} is no alias name`);
        }
        if (ring.aliases().some(({ name }) => name === AliasName)) {
          const arn = ring.aliasArn(AliasName);
          throw new ServiceError(
            'AlreadyExistsException',
            `An alias with the name ${arn} already exists`,
          );
        }
        await ring.saveAlias(AliasName, ring.find(TargetKeyId).id);
        return {};
      },
    }),
    DeleteAlias: declaredOperation({
      iam: 'kms:DeleteAlias',
      input: z.strictObject({ AliasName: z.string() }),
      invalid: 'ValidationException',
      resources: (input) => [ring.aliasArn(input.AliasName)],
      run: async ({ AliasName }) => {
        await ring.loaded();
        ring.find(AliasName);
        await ring.deleteAlias(AliasName);
        return {};
      },
    }),
  };
}

function metadata(cloud: Cloud, key: Key) {
  return {
    AWSAccountId: cloud.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAtMilliseconds),
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.enabled ? 'Enabled' : 'Disabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
