import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/** RDS's own secret holds these two; host and port it lacks. */
const login = z.object({ username: text, password: text });

export type Login = z.infer<typeof login>;

export interface Secrets {
  /** The login in the secret; undefined while the secret has no value. */
  read(secretArn: string): Promise<Login | undefined>;
  /** All four are what DMS reads: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html */
  write(
    secretArn: string,
    value: { username: string; password: string; host: string; port: number },
  ): Promise<void>;
}

export function secretsManager(client: SecretsManagerClient): Secrets {
  return {
    read: async (SecretId) => {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
        const read = login.safeParse(JSON.parse(SecretString ?? '{}'));
        return read.success ? read.data : undefined;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    write: async (SecretId, value) => {
      const SecretString = JSON.stringify(value);
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    },
  };
}
