import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import { secretAccesses } from './secret-accesses';
import {
  CURRENT,
  type Secret,
  type SecretStore,
  type SecretVersion,
  withVersion,
} from './secret-store';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const SECRET_BYTES_MAX = 65_536;

export const secretValue = {
  SecretString: z.string().optional(),
  SecretBinary: z.instanceof(Uint8Array).optional(),
  ClientRequestToken: z.string().min(32).max(64).optional(),
};

export interface Value {
  SecretString?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  ClientRequestToken?: string | undefined;
}

/** GetSecretValue and PutSecretValue. */
export function valueOperations(cloud: Cloud, store: SecretStore) {
  return {
    GetSecretValue: declaredOperation({
      iam: 'secretsmanager:GetSecretValue',
      accesses: secretAccesses(store, 'secretsmanager:GetSecretValue', ['kms:Decrypt']),
      input: z.strictObject({
        SecretId: z.string(),
        VersionId: z.string().optional(),
        VersionStage: z.string().optional(),
      }),
      invalid: 'InvalidParameterException',
      run: async (input) => {
        await store.loaded();
        const secret = store.live(input.SecretId);
        return describeValue(secret, versionOf(secret, input));
      },
    }),
    PutSecretValue: declaredOperation({
      iam: 'secretsmanager:PutSecretValue',
      accesses: secretAccesses(store, 'secretsmanager:PutSecretValue', [
        'kms:GenerateDataKey',
        'kms:Decrypt',
      ]),
      input: z.strictObject({
        SecretId: z.string(),
        ...secretValue,
        VersionStages: z.array(z.string()).min(1).optional(),
      }),
      invalid: 'InvalidParameterException',
      run: async (input) => {
        await store.loaded();
        const stages = input.VersionStages ?? [CURRENT];
        return putValue(cloud, store, { secret: store.live(input.SecretId), value: input, stages });
      },
    }),
  };
}

/** Writes a version. The same token with the same value again changes nothing. */
export async function putValue(
  cloud: Cloud,
  store: SecretStore,
  put: { secret: Secret; value: Value; stages: string[] },
) {
  const { secret, value, stages } = put;
  const version = newVersion(cloud, value, stages);
  const known = secret.versions.find(({ id }) => id === version.id);
  if (known !== undefined && (known.text !== version.text || known.binary !== version.binary)) {
    throw new ServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  if (known === undefined) await store.save(withVersion(secret, version));
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: known?.stages ?? stages,
  };
}

function newVersion(cloud: Cloud, value: Value, stages: string[]): SecretVersion {
  const { SecretString: text, SecretBinary: binary } = value;
  if ((text === undefined) === (binary === undefined)) {
    throw new ServiceError(
      'InvalidParameterException',
      'You must provide either SecretString or SecretBinary.',
    );
  }
  if (Buffer.byteLength(text ?? binary ?? '') > SECRET_BYTES_MAX) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: the secret value is longer than ${SECRET_BYTES_MAX} bytes`,
    );
  }
  return {
    id: value.ClientRequestToken ?? cloud.chance.uuid(),
    ...(text === undefined ? {} : { text }),
    ...(binary === undefined ? {} : { binary: Buffer.from(binary).toString('base64') }),
    stages,
    createdAtMilliseconds: cloud.clock.now(),
  };
}

function versionOf(
  secret: Secret,
  wanted: { VersionId?: string | undefined; VersionStage?: string | undefined },
): SecretVersion {
  const { VersionId, VersionStage } = wanted;
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const found = secret.versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) &&
      (stage === undefined || stages.includes(stage)),
  );
  if (found !== undefined) return found;
  throw new ServiceError(
    'ResourceNotFoundException',
    VersionId === undefined
      ? `Secrets Manager can't find the specified secret value for staging label: ${stage ?? ''}`
      : `Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`,
  );
}

function describeValue(secret: Secret, version: SecretVersion) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...(version.text === undefined ? {} : { SecretString: version.text }),
    ...(version.binary === undefined
      ? {}
      : { SecretBinary: Uint8Array.from(Buffer.from(version.binary, 'base64')) }),
    VersionStages: version.stages,
    CreatedDate: new Date(version.createdAtMilliseconds),
  };
}
