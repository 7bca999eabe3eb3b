import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { durableMap } from '../durable-map';

export interface SecretVersion {
  id: string;
  /** SecretString, or SecretBinary in base64. */
  text?: string;
  binary?: string;
  stages: string[];
  createdAtMilliseconds: number;
}

export interface Secret {
  arn: string;
  name: string;
  description?: string;
  kmsKeyId?: string;
  policy?: string;
  createdAtMilliseconds: number;
  changedAtMilliseconds: number;
  deletedAtMilliseconds?: number;
  recoveryDays?: number;
  versions: SecretVersion[];
}

export interface SecretStore {
  loaded(): Promise<void>;
  all(): Secret[];
  /** By name, ARN or ARN without its random suffix; throws ResourceNotFoundException. */
  find(reference: string): Secret;
  /** Like `find`, but refuses a secret that is scheduled for deletion. */
  live(reference: string): Secret;
  create(name: string, given: Pick<Secret, 'description' | 'kmsKeyId'>): Promise<Secret>;
  save(secret: Secret): Promise<void>;
  remove(secret: Secret): Promise<void>;
}

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

export function createSecretStore(cloud: Cloud): SecretStore {
  const secrets = durableMap<Secret>(cloud.storage.log('secretsmanager/secrets'));
  const find = (reference: string) => {
    const found = secrets
      .values()
      .find(
        ({ arn, name }) =>
          reference === name ||
          reference === arn ||
          reference === arn.replace(/-[A-Za-z0-9]{6}$/, ''),
      );
    if (found !== undefined) return found;
    throw new ServiceError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    );
  };
  return {
    loaded: () => secrets.loaded(),
    all: () => secrets.values(),
    find,
    live: (reference) => {
      const secret = find(reference);
      if (secret.deletedAtMilliseconds === undefined) return secret;
      throw new ServiceError(
        'InvalidRequestException',
        'You can’t perform this operation on the secret because it was marked for deletion.',
      );
    },
    create: async (name, given) => {
      const secret = newSecret(cloud, name, given);
      await secrets.set(secret.arn, secret);
      return secret;
    },
    save: (secret) => secrets.set(secret.arn, secret),
    remove: (secret) => secrets.delete(secret.arn),
  };
}

/** Six random characters end the ARN, as on AWS. */
function newSecret(
  cloud: Cloud,
  name: string,
  given: Pick<Secret, 'description' | 'kmsKeyId'>,
): Secret {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const suffix = [...cloud.chance.bytes(6)].map((byte) => letters[byte % letters.length]).join('');
  const now = cloud.clock.now();
  return {
    ...given,
    arn: `arn:aws:secretsmanager:${cloud.region}:${cloud.account}:secret:${name}-${suffix}`,
    name,
    createdAtMilliseconds: now,
    changedAtMilliseconds: now,
    versions: [],
  };
}

/** Adds a version; its stages leave the versions that held them, and AWSCURRENT makes AWSPREVIOUS. */
export function withVersion(secret: Secret, added: SecretVersion): Secret {
  const current = secret.versions.find(({ stages }) => stages.includes(CURRENT));
  const versions = secret.versions
    .map((version) => ({
      ...version,
      stages: version.stages.filter((stage) => !added.stages.includes(stage)),
    }))
    .map((version) => demoted(version, current, added))
    .filter(({ stages }) => stages.length > 0);
  return {
    ...secret,
    changedAtMilliseconds: added.createdAtMilliseconds,
    versions: [...versions, added],
  };
}

function demoted(
  version: SecretVersion,
  current: SecretVersion | undefined,
  added: SecretVersion,
): SecretVersion {
  if (!added.stages.includes(CURRENT)) return version;
  const others = version.stages.filter((stage) => stage !== PREVIOUS);
  return { ...version, stages: version.id === current?.id ? [...others, PREVIOUS] : others };
}

/** The secret without its scheduled deletion. */
export function restored(secret: Secret): Secret {
  const { deletedAtMilliseconds, recoveryDays, ...rest } = secret;
  return deletedAtMilliseconds === undefined && recoveryDays === undefined ? secret : rest;
}
