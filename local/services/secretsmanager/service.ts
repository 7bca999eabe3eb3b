import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { secretOperations } from './secret-operations';
import { CURRENT, type Secret, createSecretStore, restored } from './secret-store';
import { type Value, putValue, valueOperations } from './value-operations';

export interface SecretsManager {
  service: LocalService;
  route: ServiceRoute;
  /** Finds or makes the secret of that name; its values are left as they are. */
  declareSecret(
    name: string,
    given: Pick<Secret, 'description' | 'kmsKeyId' | 'policy'>,
  ): Promise<Secret>;
  /** Makes the value current, unless it was declared before: later values are not overwritten. */
  declareValue(reference: string, value: Value, stages?: string[]): Promise<DeclaredValue>;
  secrets(): Secret[];
  loaded(): Promise<void>;
}

export interface DeclaredValue {
  secretArn: string;
  versionId: string;
  stages: string[];
}

const route: ServiceRoute = {
  service: 'secretsmanager',
  protocol: 'json',
  jsonVersion: '1.1',
  targetPrefix: 'secretsmanager',
  signingNames: ['secretsmanager'],
  shape: { blobs: ['SecretBinary'], timestamps: [] },
};

/** Values lie in the laptop's own state, readable by whoever can read that folder. */
export function createSecretsManager(cloud: Cloud): SecretsManager {
  const store = createSecretStore(cloud);
  return {
    service: {
      name: 'secretsmanager',
      operations: { ...secretOperations(cloud, store), ...valueOperations(cloud, store) },
    },
    route,
    secrets: () => store.all(),
    loaded: () => store.loaded(),
    declareSecret: async (name, given) => {
      await store.loaded();
      const known = store.all().find((secret) => secret.name === name);
      const secret = restored(known ?? (await store.create(name, given)));
      const declared = { ...secret, ...given };
      await store.save(declared);
      return declared;
    },
    declareValue: async (reference, value, stages = [CURRENT]) => {
      await store.loaded();
      const secret = store.live(reference);
      const known = secret.versions.find(({ id }) => id === value.ClientRequestToken);
      if (known !== undefined) {
        return { secretArn: secret.arn, versionId: known.id, stages: known.stages };
      }
      const put = await putValue(cloud, store, { secret, value, stages });
      return { secretArn: secret.arn, versionId: put.VersionId, stages: put.VersionStages };
    },
  };
}
