import type { Cloud } from '../../cloud';
import { type Access, keyAccesses } from '../../permissions/access';
import type { SecretStore } from './secret-store';

type KeyAction = 'kms:GenerateDataKey' | 'kms:Decrypt';

/**
 * The action on the secret by whatever it was named, and what Secrets Manager asks of its key as the caller.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function secretAccesses(
  store: SecretStore,
  action: string,
  keyActions: readonly KeyAction[] = [],
) {
  return async ({ SecretId }: { SecretId: string }): Promise<Access[]> => {
    await store.loaded();
    const secret = store.find(SecretId);
    const [, , , region = '', account = ''] = secret.arn.split(':');
    return [
      { action, resource: secret.arn },
      ...keyAccesses(
        { region, account },
        {
          actions: keyActions,
          key: secret.kmsKeyId,
          via: 'secretsmanager',
          encryptionContext: { SecretARN: secret.arn },
        },
      ),
    ];
  };
}

/** What making a secret needs: the end of its ARN is not drawn yet. */
export function newSecretAccesses(
  cloud: Cloud,
  { Name, KmsKeyId: key }: { Name: string; KmsKeyId?: string | undefined },
): Access[] {
  const { region, account } = cloud;
  const resource = `arn:aws:secretsmanager:${region}:${account}:secret:${Name}-??????`;
  return [
    { action: 'secretsmanager:CreateSecret', resource },
    ...keyAccesses(cloud, {
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      key,
      via: 'secretsmanager',
      encryptionContext: {},
    }),
  ];
}
