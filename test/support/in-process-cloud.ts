import { gunzipSync } from 'node:zlib';
import sql from 'mssql';
import { chance } from '../../local/chance';
import type { CloudEvent } from '../../local/cloud';
import { composeCloud, type ComposedCloud } from '../../local/compose-cloud';
import type { RunningDefinition } from '../../local/definition/run-definition';
import type { StackDefinition } from '../../local/definition/read-definition';
import { memoryStorage } from '../../local/storage/memory-storage';
import type { Storage } from '../../local/storage/storage';
import type { RunnerRequest, RunnerResponses } from '../../wire/database-runner';
import { relationalFeedOutputs, type RelationalFeedOutputs } from '../../wire/feed-outputs';
import { fakeClock, type FakeClock } from './fake-clock';
import { inProcessDatabases, type InProcessDatabases } from './in-process-database';
import { registerFunctions } from './in-process-functions';

export interface InProcessCloudOptions {
  stacks: readonly StackDefinition[];
  /** Of an earlier cloud: plays a restart. */
  storage?: Storage;
  clock?: FakeClock;
  chanceSeed?: string;
}

/** The whole definition in this process: no socket, thread or file; the time moves when told to. */
export interface InProcessCloud extends ComposedCloud {
  clock: FakeClock;
  storage: Storage;
  databases: InProcessDatabases;
  /** Warnings and errors that the services reported. */
  troubles: CloudEvent[];
  feed: RelationalFeedOutputs;
  running: RunningDefinition;
  /** Calls an operation as the account's operator. */
  call(service: string, action: string, input: object): Promise<Record<string, unknown>>;
  runner<Action extends RunnerRequest['action']>(
    request: Extract<RunnerRequest, { action: Action }>,
  ): Promise<RunnerResponses[Action]>;
  /** A client of the administrator in the feed's database; closed with the cloud. */
  sqlClient(): Promise<sql.ConnectionPool>;
  close(): Promise<void>;
}

/**
 * Turns of the event loop after which all that needs none of the time has been done: one message over
 * TLS in memory takes up to ten.
 */
const QUIET_TURNS = 40;
const ENDPOINT = 'http://127.0.0.1:4566';

export async function inProcessCloud(options: InProcessCloudOptions): Promise<InProcessCloud> {
  const clock = options.clock ?? fakeClock(undefined, { quietTurns: QUIET_TURNS });
  const storage = options.storage ?? memoryStorage();
  const troubles: CloudEvent[] = [];
  let databases: InProcessDatabases | undefined;
  const composed = await composeCloud({
    stacks: options.stacks,
    clock,
    storage,
    chance: chance(options.chanceSeed ?? 'whole feed'),
    limitsEnforced: true,
    report: (event) => {
      if (event.level !== 'info') troubles.push(event);
    },
    catalogue: (cloud) => {
      const made = (databases = inProcessDatabases(cloud));
      return { servers: made.servers, connectDatabase: (address) => made.connect(address) };
    },
  });
  if (databases === undefined) throw new Error('The catalogue was not composed');
  registerFunctions(functionNames(options.stacks), composed, databases);
  const running = await composed.run(ENDPOINT);
  return wholeFeed({ ...composed, clock, storage, databases, troubles, running });
}

type Parts = ComposedCloud &
  Pick<InProcessCloud, 'clock' | 'storage' | 'databases' | 'troubles' | 'running'>;

function wholeFeed(parts: Parts): InProcessCloud {
  const { databases, running, catalogue } = parts;
  const feed = relationalFeedOutputs.parse(running.outputs('billing')['feed']);
  const pools: sql.ConnectionPool[] = [];
  return {
    ...parts,
    feed,
    call: (service, action, input) => callAsOperator(parts, service, { action, input }),
    runner: (request) => invokeRunner(parts, feed, request) as never,
    sqlClient: async () => {
      const pool = await connectAdministrator(databases, feed);
      pools.push(pool);
      return pool;
    },
    close: async () => {
      for (const pool of pools) await pool.close();
      await running.stop();
      await catalogue.close();
    },
  };
}

async function callAsOperator(
  { cloud, catalogue }: Parts,
  service: string,
  call: { action: string; input: object },
): Promise<Record<string, unknown>> {
  const caller = catalogue.callerOf('operator');
  return (await cloud.dispatcher.dispatch({ caller, service, ...call })) as Record<string, unknown>;
}

async function invokeRunner(
  parts: Parts,
  feed: RelationalFeedOutputs,
  request: RunnerRequest,
): Promise<unknown> {
  const { Payload, FunctionError } = await callAsOperator(parts, 'lambda', {
    action: 'Invoke',
    input: {
      FunctionName: feed.database.runnerFunction,
      Payload: Buffer.from(JSON.stringify(request)),
    },
  });
  const text = Buffer.from(Payload as Uint8Array).toString();
  if (FunctionError !== undefined) throw new Error(`${request.action}: ${text}`);
  return JSON.parse(text);
}

async function connectAdministrator(
  databases: InProcessDatabases,
  feed: RelationalFeedOutputs,
): Promise<sql.ConnectionPool> {
  const { user, password } = databases.administrator();
  const { host, port, name } = feed.database;
  const pool = new sql.ConnectionPool({
    server: host,
    port,
    database: name,
    user,
    password,
    pool: { min: 0, max: 2 },
    options: {
      encrypt: true,
      trustServerCertificate: true,
      serverName: 'localhost',
      connector: () => Promise.resolve(databases.connect({ port })),
    },
  });
  return pool.connect();
}

function functionNames(stacks: readonly StackDefinition[]): string[] {
  return stacks
    .flatMap(({ resource }) => Object.values(resource['aws_lambda_function'] ?? {}))
    .map((block) => String(block['function_name']));
}

/** Applies the scripts and makes the DMS login, as `tributary sql apply` does. */
export async function applyScripts({ runner }: InProcessCloud): Promise<void> {
  const { scripts } = await runner({ action: 'list-scripts' });
  for (const { name, sha256 } of scripts.filter(({ optional }) => !optional)) {
    await runner({ action: 'apply-script', name, sha256 });
  }
  await runner({ action: 'provision-dms-login' });
}

export async function startTask({ call, feed }: InProcessCloud): Promise<void> {
  await call('dms', 'StartReplicationTask', {
    ReplicationTaskArn: feed.dms.taskArn,
    StartReplicationTaskType: 'start-replication',
  });
}

/** Every object below a prefix, unpacked, in the order of their keys. */
export async function objectsUnder(
  { call }: InProcessCloud,
  bucket: string,
  prefix: string,
): Promise<{ key: string; text: string }[]> {
  const listed = await call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix });
  const keys = ((listed['Contents'] ?? []) as { Key: string }[]).map(({ Key }) => Key);
  const objects: { key: string; text: string }[] = [];
  for (const key of keys) {
    const { Body } = await call('s3', 'GetObject', { Bucket: bucket, Key: key });
    const bytes = Buffer.from(Body as Uint8Array);
    objects.push({ key, text: (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() });
  }
  return objects;
}

export type LakeLine = Record<string, string | null>;

/** The lines of the feed's lake files. */
export async function lakeLines(cloud: InProcessCloud): Promise<LakeLine[]> {
  const { bucket, prefix } = cloud.feed.lake;
  const objects = await objectsUnder(cloud, bucket, prefix);
  return objects.flatMap(({ text }) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LakeLine),
  );
}

/** A file of the outbox. */
export interface SentMessage {
  folder: string;
  subject: string;
  body: string;
  attributes: Record<string, { Type: string; Value: string }>;
}

/** What was published to the feed's topic for customers, oldest first. */
export function publishedAlerts(cloud: InProcessCloud): Promise<SentMessage[]> {
  return outboxFiles(cloud, 'published');
}

/** What one subscriber of the topic received. */
export async function outboxFiles(
  { storage, feed }: InProcessCloud,
  subscriber: string,
): Promise<SentMessage[]> {
  const files = storage.files('outbox');
  const topic = feed.alerts.topicArn.slice(feed.alerts.topicArn.lastIndexOf(':') + 1);
  const messages: SentMessage[] = [];
  for (const key of await files.list(`${topic}/${subscriber}/`)) {
    const text = Buffer.from((await files.read(key)) ?? []).toString();
    messages.push({ folder: key, ...(JSON.parse(text) as Omit<SentMessage, 'folder'>) });
  }
  return messages;
}
