import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import { CURRENT, restored, type Secret, type SecretStore } from './secret-store';
import { newSecretAccesses, secretAccesses } from './secret-accesses';
import { putValue, secretValue } from './value-operations';

const DAY_MILLISECONDS = 86_400_000;
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
const RECOVERY_DAYS_DEFAULT = 30;

const declare = { invalid: 'InvalidParameterException' };
const secretId = z.strictObject({ SecretId: z.string() });

/** Operations on secrets; a deleted one can be restored until its recovery window is over. */
export function secretOperations(cloud: Cloud, store: SecretStore) {
  return {
    ...writeOperations(cloud, store),
    ...lifeOperations(cloud, store),
    ...readOperations(store),
  };
}

function writeOperations(cloud: Cloud, store: SecretStore) {
  return {
    CreateSecret: declaredOperation({
      ...declare,
      iam: 'secretsmanager:CreateSecret',
      input: z.strictObject({
        // `!` stands in the names of secrets that a service such as RDS manages.
        Name: z.string().regex(/^[A-Za-z0-9/_+=.@!-]{1,512}$/),
        Description: z.string().optional(),
        KmsKeyId: z.string().optional(),
        Tags: z.array(z.unknown()).optional(),
        ...secretValue,
      }),
      accesses: (input) => newSecretAccesses(cloud, input),
      run: async (input) => {
        await store.loaded();
        if (store.all().some(({ name }) => name === input.Name)) {
          throw new ServiceError(
            'ResourceExistsException',
            `The operation failed because the secret ${input.Name} already exists.`,
          );
        }
        const secret = await store.create(input.Name, details(input));
        if (input.SecretString === undefined && input.SecretBinary === undefined) {
          return { ARN: secret.arn, Name: secret.name };
        }
        const put = await putValue(cloud, store, { secret, value: input, stages: [CURRENT] });
        return { ARN: put.ARN, Name: put.Name, VersionId: put.VersionId };
      },
    }),
    UpdateSecret: declaredOperation({
      ...declare,
      iam: 'secretsmanager:UpdateSecret',
      input: z.strictObject({
        SecretId: z.string(),
        Description: z.string().optional(),
        KmsKeyId: z.string().optional(),
        ...secretValue,
      }),
      accesses: secretAccesses(store, 'secretsmanager:UpdateSecret', [
        'kms:GenerateDataKey',
        'kms:Decrypt',
      ]),
      run: async (input) => {
        await store.loaded();
        const secret = { ...store.live(input.SecretId), ...details(input) };
        await store.save({ ...secret, changedAtMilliseconds: cloud.clock.now() });
        if (input.SecretString === undefined && input.SecretBinary === undefined) {
          return { ARN: secret.arn, Name: secret.name };
        }
        const put = await putValue(cloud, store, { secret, value: input, stages: [CURRENT] });
        return { ARN: put.ARN, Name: put.Name, VersionId: put.VersionId };
      },
    }),
  };
}

function lifeOperations(cloud: Cloud, store: SecretStore) {
  return {
    DeleteSecret: declaredOperation({
      ...declare,
      iam: 'secretsmanager:DeleteSecret',
      input: z.strictObject({
        SecretId: z.string(),
        RecoveryWindowInDays: z.number().int().min(7).max(30).optional(),
        ForceDeleteWithoutRecovery: z.boolean().optional(),
      }),
      accesses: secretAccesses(store, 'secretsmanager:DeleteSecret'),
      run: async (input) => {
        await store.loaded();
        const secret = store.live(input.SecretId);
        const now = cloud.clock.now();
        const recoveryDays = input.RecoveryWindowInDays ?? RECOVERY_DAYS_DEFAULT;
        if (input.ForceDeleteWithoutRecovery === true) await store.remove(secret);
        else await store.save({ ...secret, deletedAtMilliseconds: now, recoveryDays });
        const waitDays = input.ForceDeleteWithoutRecovery === true ? 0 : recoveryDays;
        const DeletionDate = new Date(now + waitDays * DAY_MILLISECONDS);
        return { ARN: secret.arn, Name: secret.name, DeletionDate };
      },
    }),
    RestoreSecret: declaredOperation({
      ...declare,
      iam: 'secretsmanager:RestoreSecret',
      input: secretId,
      accesses: secretAccesses(store, 'secretsmanager:RestoreSecret'),
      run: async (input) => {
        await store.loaded();
        const secret = restored(store.find(input.SecretId));
        await store.save(secret);
        return { ARN: secret.arn, Name: secret.name };
      },
    }),
  };
}

function readOperations(store: SecretStore) {
  return {
    DescribeSecret: declaredOperation({
      ...declare,
      iam: 'secretsmanager:DescribeSecret',
      input: secretId,
      accesses: secretAccesses(store, 'secretsmanager:DescribeSecret'),
      run: async (input) => {
        await store.loaded();
        return describe(store.find(input.SecretId));
      },
    }),
    ListSecrets: declaredOperation({
      ...declare,
      iam: 'secretsmanager:ListSecrets',
      input: z.strictObject({ MaxResults: z.number().optional() }),
      run: async () => {
        await store.loaded();
        const live = store.all().filter((each) => each.deletedAtMilliseconds === undefined);
        return { SecretList: live.map(describe) };
      },
    }),
    GetResourcePolicy: declaredOperation({
      ...declare,
      iam: 'secretsmanager:GetResourcePolicy',
      input: secretId,
      accesses: secretAccesses(store, 'secretsmanager:GetResourcePolicy'),
      run: async (input) => {
        await store.loaded();
        const { arn, name, policy } = store.live(input.SecretId);
        return {
          ARN: arn,
          Name: name,
          ...(policy === undefined ? {} : { ResourcePolicy: policy }),
        };
      },
    }),
  };
}

function details(input: { Description?: string | undefined; KmsKeyId?: string | undefined }) {
  return {
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
  };
}

function describe(secret: Secret) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: new Date(secret.createdAtMilliseconds),
    LastChangedDate: new Date(secret.changedAtMilliseconds),
    ...(secret.deletedAtMilliseconds === undefined
      ? {}
      : { DeletedDate: new Date(secret.deletedAtMilliseconds) }),
    RotationEnabled: false,
    VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages])),
  };
}
