import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import sql from 'mssql';
import type { LaptopState } from '../../cli/laptop-state';
import { laptopTarget } from '../../cli/resolve-target';
import { silentScreen } from '../../cli/screen';
import { applyScripts } from '../../cli/steps/apply-scripts';
import { closeTarget, relationalTarget, type RelationalTarget } from '../../cli/target';
import { forkTypescript } from '../fork-typescript';
import { synthesize } from '../../stacks/synthesize';
import { measuredSettings } from './measured-settings';
import type { LaptopQuestion, ServeOptions } from './serve';
import type { ThreadProfile } from './thread-profile';

/** How a laptop cloud under measurement differs from that of settings.ts. */
export interface LaptopOptions extends Omit<ServeOptions, 'definition' | 'stateDirectory'> {
  bufferSeconds: number;
}

export interface MeasuredLaptop {
  target: RelationalTarget;
  outbox: string;
  /** Where all of its state lies. */
  stateFolder: string;
  startSeconds: number;
  /** The administrator's connection into the feed's database. */
  pool: sql.ConnectionPool;
  /** Of the laptop's process, in MB: what lives after a collection, what it holds, and the most that it ever held. */
  memoryMegabytes(): Promise<{ live: number; now: number; peak: number }>;
  /** Of its process from the work's start until the moment that it gives, in milliseconds since 1970. */
  profile(work: () => Promise<number>): Promise<ThreadProfile>;
  close(): Promise<void>;
}

/** A laptop cloud in a process of its own, its scripts applied and the table of readings captured; no task runs. */
export async function measuredLaptop({
  bufferSeconds,
  ...options
}: LaptopOptions): Promise<MeasuredLaptop> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-laptop-'));
  const definition = join(folder, 'definition');
  const stateFolder = join(folder, 'state');
  synthesize(measuredSettings(bufferSeconds), { outdir: definition, feeds: ['billing'] });
  const serve: ServeOptions = { ...options, definition, stateDirectory: stateFolder };
  const file = join(__dirname, 'serve.ts');
  const { child, first } = await forkTypescript(file, [JSON.stringify(serve)]);
  const started = first as { state: LaptopState; startSeconds: number; outbox: string };
  const target = relationalTarget(laptopTarget(started.state, 'billing'));
  await applyScripts(target, silentScreen);
  const pool = await connectAdministrator(target, started.state.endpointUrl);
  await pool.request().batch(CREATE_READINGS);
  const ask = async (question: LaptopQuestion): Promise<unknown> => {
    child.send(question);
    const [{ answer }] = (await once(child, 'message')) as [{ answer: unknown }];
    return answer;
  };
  return {
    ...started,
    target,
    pool,
    stateFolder,
    memoryMegabytes: async () => {
      const usage = (await ask('memory')) as NodeJS.MemoryUsage;
      const live = usage.heapUsed + usage.external;
      return {
        live: live / 2 ** 20,
        now: usage.rss / 2 ** 20,
        peak: peakMegabytes(child.pid ?? 0),
      };
    },
    profile: async (work) => {
      await ask('start profile');
      return (await ask({ profileUntilMs: await work() })) as ThreadProfile;
    },
    close: async () => {
      await pool.close();
      closeTarget(target);
      child.kill('SIGKILL');
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

const CREATE_READINGS = `
CREATE TABLE dbo.readings (reading_id int NOT NULL PRIMARY KEY, note varchar(1000) NULL);
EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'readings', @role_name = NULL;`;

async function connectAdministrator(
  { feed }: RelationalTarget,
  endpoint: string,
): Promise<sql.ConnectionPool> {
  const { host, port, name, masterSecretArn } = feed.database;
  const secrets = new SecretsManagerClient({
    region: feed.region,
    endpoint,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: masterSecretArn }),
  );
  secrets.destroy();
  const { username, password } = JSON.parse(SecretString) as { username: string; password: string };
  return new sql.ConnectionPool({
    server: host,
    port,
    database: name,
    user: username,
    password,
    requestTimeout: 600_000,
    options: { encrypt: true, trustServerCertificate: true, serverName: 'localhost' },
  }).connect();
}

/** https://www.kernel.org/doc/html/latest/filesystems/proc.html; NaN where there is no /proc. */
function peakMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
  } catch {
    return NaN;
  }
}
