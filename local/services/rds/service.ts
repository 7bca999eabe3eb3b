import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { operatorCaller } from '../sts/operator-caller';

/** A database server that listens: the stand-in, or the one that `SQLSERVER_URL` names. */
export interface DatabaseServer {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** What a server is told of its `aws_db_instance`. */
export interface DatabaseInstance {
  id: string;
  administrator: { user: string; password: string };
  /** `rds.force_ssl`: connections without TLS are refused. */
  forceEncryption: boolean;
}

/** Starts what an `aws_db_instance` stands for. */
export interface DatabaseServers {
  /** Given with `SQLSERVER_URL`: then no administrator is made up. */
  administrator?: { user: string; password: string };
  start(instance: DatabaseInstance): Promise<DatabaseServer>;
}

export interface Rds {
  servers: DatabaseServers;
  parameters: Map<string, Readonly<Record<string, string>>>;
  /** The secret that RDS keeps for the master user; the same one after a restart. */
  masterSecret(
    instance: string,
    user: string,
  ): Promise<{ arn: string; administrator: { user: string; password: string } }>;
}

const PASSWORD_BYTES = 24;

export function createRds(cloud: Cloud, servers: DatabaseServers): Rds {
  return {
    servers,
    parameters: new Map(),
    masterSecret: async (instance, user) => {
      const name = `rds!db-${instance}`;
      const administrator = servers.administrator ?? {
        user,
        password: Buffer.from(cloud.chance.bytes(PASSWORD_BYTES)).toString('base64url'),
      };
      const SecretString = JSON.stringify({
        username: administrator.user,
        password: administrator.password,
      });
      const known = await readSecret(cloud, name);
      if (known !== undefined && servers.administrator === undefined) return known;
      const action = known === undefined ? 'CreateSecret' : 'PutSecretValue';
      const id = known === undefined ? { Name: name } : { SecretId: name };
      const { ARN } = (await secrets(cloud, action, { ...id, SecretString })) as { ARN: string };
      return { arn: ARN, administrator };
    },
  };
}

async function readSecret(cloud: Cloud, name: string) {
  try {
    const found = await secrets(cloud, 'GetSecretValue', { SecretId: name });
    const { ARN, SecretString } = found as { ARN: string; SecretString: string };
    const value = JSON.parse(SecretString) as { username: string; password: string };
    return { arn: ARN, administrator: { user: value.username, password: value.password } };
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException')
      return undefined;
    throw error;
  }
}

/**
 * RDS keeps the secret with the rights of whoever makes the instance:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function secrets(cloud: Cloud, action: string, input: Record<string, unknown>): Promise<unknown> {
  const caller = operatorCaller(cloud.account);
  return cloud.dispatcher.dispatch({ caller, service: 'secretsmanager', action, input });
}
