import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import sql from 'mssql';
import { laptopProcess, type LaptopProcess } from '../support/laptop-process';

jest.setTimeout(180_000);

const PLANTED = {
  login: 'Pl4nted-Login-Passw0rd',
  changedLogin: 'Ch4nged-Login-Passw0rd',
  mistaken: 'M1staken-Login-Passw0rd',
  inBrokenStatement: 'Br0ken-Statement-Passw0rd',
  application: 'Appl1cation-Secret-Value',
  accessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYPLANTEDKEY',
};
/** The store of the secrets themselves, as the laptop has no KMS to encrypt it with. */
const ALLOWED = /^local\/state\/secretsmanager\/secrets\.log$/;

let laptop: LaptopProcess;
let secrets: Record<string, string>;

beforeAll(async () => {
  laptop = await laptopProcess({ fast: 100 });
  laptop.start();
  await laptop.up();
  const { feed } = laptop.billing();
  const state = JSON.parse(readFileSync(join(laptop.folder, 'running.json'), 'utf8')) as {
    endpointUrl: string;
  };
  const client = new SecretsManagerClient({
    region: feed.region,
    endpoint: state.endpointUrl,
    credentials: { accessKeyId: 'operator', secretAccessKey: PLANTED.accessKey },
  });
  const read = async (id: string) => {
    const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return JSON.parse(SecretString) as { username: string; password: string };
  };
  const administrator = await read(feed.database.masterSecretArn);
  const dms = await read(feed.database.dmsSecretArn);
  await client.send(
    new CreateSecretCommand({ Name: 'application', SecretString: PLANTED.application }),
  );
  await client
    .send(new CreateSecretCommand({ Name: 'application', SecretString: PLANTED.application }))
    .catch(() => undefined);
  client.destroy();
  secrets = { ...PLANTED, administrator: administrator.password, dms: dms.password };
  await provokeErrors(administrator);
  await laptop.run(['seed', '--rows', '40', '--target', 'laptop']);
  await laptop.run(['reconcile']);
  await laptop.run(['query', 'SELECT x FROM nowhere']);
  await sleep(1500);
  await laptop.kill();
});

afterAll(() => laptop.end());

async function provokeErrors(administrator: { username: string; password: string }) {
  const { feed } = laptop.billing();
  const { host, port } = feed.database;
  const connect = (user: string, password: string) =>
    new sql.ConnectionPool({
      server: host,
      port,
      user,
      password,
      options: { encrypt: true, trustServerCertificate: true },
    }).connect();
  const pool = await connect(administrator.username, administrator.password);
  const attempt = (text: string) => pool.query(text).catch(() => undefined);
  await attempt(`CREATE LOGIN planted WITH PASSWORD = N'${PLANTED.login}'`);
  await attempt(`CREATE LOGIN planted WITH PASSWORD = N'${PLANTED.login}'`);
  await attempt(`ALTER LOGIN planted WITH PASSWORD = N'${PLANTED.changedLogin}'`);
  await attempt(`ALTER LOGIN nobody WITH PASSWORD = N'${PLANTED.changedLogin}'`);
  await attempt(`CREATE LOGIN broken WITH PASSWORD N'${PLANTED.inBrokenStatement}' WITH WITH`);
  await attempt(`CREATE USER broken WITH PASSWORD = N'${PLANTED.inBrokenStatement}'`);
  await pool.close();
  await connect('planted', PLANTED.mistaken).catch(() => undefined);
}

/** Each form in which a secret could stand in a file: as text of two widths, base64 at any offset, hex. */
function formsOf(secret: string): Buffer[] {
  const texts = [Buffer.from(secret), Buffer.from(secret, 'utf16le')];
  const encoded = texts.flatMap((bytes) => [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].map((shift) => middleOfBase64(bytes, shift)),
  ]);
  return [...texts, ...encoded.map((text) => Buffer.from(text))];
}

/** The characters of base64 that are the same whatever stands around the bytes. */
function middleOfBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(shift === 0 ? 0 : shift + 1, -2);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the secrets of a run', () => {
  const holders = (content: Buffer) =>
    Object.entries(secrets)
      .filter(([, secret]) => formsOf(secret).some((form) => content.includes(form)))
      .map(([name]) => name);

  it('stand in no file but the store of the secrets', () => {
    const root = join(laptop.folder, '..');
    const found = filesBelow(root).flatMap((path) => {
      const name = relative(root, path);
      const bytes = readFileSync(path);
      const content = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      return ALLOWED.test(name) ? [] : holders(content).map((one) => `${one}: ${name}`);
    });

    expect(found).toEqual([]);
  });

  it('stand where they must, so that the search is known to find them', () => {
    const store = join(laptop.folder, 'state/secretsmanager/secrets.log');

    expect(existsSync(store)).toBe(true);
    expect(holders(readFileSync(store)).sort()).toEqual(['administrator', 'application', 'dms']);
  });

  it('stand nowhere on the screen', () => {
    expect(holders(Buffer.from(laptop.screen()))).toEqual([]);
  });
});
