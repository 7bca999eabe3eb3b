import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import sql from 'mssql';
import type { LaptopProcess } from './laptop-process';

interface DatabaseAddress {
  host: string;
  port: number;
  name: string;
  user: string;
  password: string;
}

/** As an application whose operator hands it the address and the administrator's login. */
export async function patientSql(
  laptop: Pick<LaptopProcess, 'billing' | 'endpointUrl'>,
): Promise<PatientSql> {
  const { feed } = laptop.billing();
  const client = new SecretsManagerClient({
    region: feed.region,
    endpoint: laptop.endpointUrl(),
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const { SecretString = '{}' } = await client.send(
    new GetSecretValueCommand({ SecretId: feed.database.masterSecretArn }),
  );
  client.destroy();
  const { username = '', password = '' } = JSON.parse(SecretString) as Record<string, string>;
  const { host, port, name } = feed.database;
  return new PatientSql({ host, port, name, user: username, password });
}

const RECONNECT_MILLISECONDS = 150;

/** A connection that is opened anew after each failure, for as long as it takes. */
export class PatientSql {
  private pool: sql.ConnectionPool | undefined;
  private readonly address: DatabaseAddress;

  constructor(address: DatabaseAddress) {
    this.address = address;
  }

  /** Rejects when the statement was not acknowledged: it may have been done or not. */
  async once(text: string): Promise<sql.IResult<Record<string, unknown>>> {
    const pool = await this.connected();
    try {
      return await pool.query<Record<string, unknown>>(text);
    } catch (error) {
      this.pool = undefined;
      void pool.close().catch(() => undefined);
      throw error;
    }
  }

  /** For statements that may be repeated. */
  async untilDone(text: string): Promise<sql.IResult<Record<string, unknown>>> {
    for (;;) {
      try {
        return await this.once(text);
      } catch {
        await sleep(RECONNECT_MILLISECONDS);
      }
    }
  }

  async close(): Promise<void> {
    await this.pool?.close().catch(() => undefined);
  }

  private async connected(): Promise<sql.ConnectionPool> {
    const { host, port, name, user, password } = this.address;
    while (this.pool === undefined) {
      const pool = new sql.ConnectionPool({
        server: host,
        port,
        database: name,
        user,
        password,
        pool: { min: 0, max: 1 },
        connectionTimeout: 3000,
        requestTimeout: 10_000,
        options: { encrypt: true, trustServerCertificate: true },
      });
      pool.on('error', () => undefined);
      try {
        this.pool = await pool.connect();
      } catch {
        await sleep(RECONNECT_MILLISECONDS);
      }
    }
    return this.pool;
  }
}
