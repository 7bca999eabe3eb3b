import sql from 'mssql';
import { LAPTOP_ACCOUNT } from '../../local/accounts';
import { chance } from '../../local/chance';
import type { CloudEvent } from '../../local/cloud';
import { composeCloud, type ComposedCloud } from '../../local/compose-cloud';
import { definedBlocks } from '../../local/definition/defined-block';
import type { RunningDefinition } from '../../local/definition/run-definition';
import type { StackDefinition } from '../../local/definition/read-definition';
import type { Hazards } from '../../local/hazards/hazards';
import type { Enforcement } from '../../local/permissions/enforce-permissions';
import { operatorCaller } from '../../local/services/sts/operator-caller';
import { memoryStorage } from '../../local/storage/memory-storage';
import type { Storage } from '../../local/storage/storage';
import type { RunnerRequest, RunnerResponses } from '../../wire/database-runner';
import { relationalFeedOutputs, type RelationalFeedOutputs } from '../../wire/feed-outputs';
import { asTimePasses, fakeClock, type FakeClock } from './fake-clock';
import { inProcessDatabases, type InProcessDatabases } from './in-process-database';
import { registerFunctions, type DeclaredFunction, type Invocation } from './in-process-functions';

export interface InProcessCloudOptions {
  stacks: readonly StackDefinition[];
  /** Of an earlier cloud: plays a restart. */
  storage?: Storage;
  clock?: FakeClock;
  chanceSeed?: string;
  hazards?: Hazards;
  /** `on` where nothing is said. */
  permissions?: 'on' | 'off';
  onDecision?: Enforcement['onDecision'];
  /** Where DynamoDB's items lie; in memory without it, where no restart finds them. */
  dynamodbDirectory?: string;
}

/** A definition in this process: no socket, thread or file; the time moves when told to. */
export interface InProcessDefinition extends ComposedCloud {
  clock: FakeClock;
  storage: Storage;
  databases: InProcessDatabases;
  /** Every call of a function, oldest first. */
  invocations: readonly Invocation[];
  /** Functions that throw whatever they are given, by name; a test breaks and mends them. */
  broken: Set<string>;
  /** Warnings and errors that the services reported. */
  troubles: CloudEvent[];
  running: RunningDefinition;
  /** Calls an operation as the operator of the default account. */
  call: Call;
  /** As the operator of another account. */
  callIn: (account: string) => Call;
  close: () => Promise<void>;
}

export type Call = (
  service: string,
  action: string,
  input: object,
) => Promise<Record<string, unknown>>;

/** A definition that holds the relational feed `billing`. */
export interface InProcessCloud extends InProcessDefinition {
  feed: RelationalFeedOutputs;
  runner<Action extends RunnerRequest['action']>(
    request: Extract<RunnerRequest, { action: Action }>,
  ): Promise<RunnerResponses[Action]>;
  /** A client of the administrator in the feed's database; closed with the cloud. */
  sqlClient(): Promise<sql.ConnectionPool>;
}

/**
 * Turns of the event loop after which all that needs none of the time has been done: one message over
 * TLS in memory takes up to ten.
 */
export const QUIET_TURNS = 40;
const ENDPOINT = 'http://127.0.0.1:4566';

export async function inProcessCloud(options: InProcessCloudOptions): Promise<InProcessCloud> {
  return billingCloud(await inProcessDefinition(options));
}

export async function inProcessDefinition(
  options: InProcessCloudOptions,
): Promise<InProcessDefinition> {
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
    ...(options.hazards === undefined ? {} : { hazards: options.hazards }),
    ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
    ...(options.onDecision === undefined ? {} : { onDecision: options.onDecision }),
    report: (event) => {
      if (event.level !== 'info') troubles.push(event);
    },
    catalogue: (cloud) => {
      const made = (databases ??= inProcessDatabases(cloud));
      const { dynamodbDirectory } = options;
      return {
        servers: made.servers,
        connectDatabase: (address) => made.connect(address),
        ...(dynamodbDirectory === undefined ? {} : { dynamodbDirectory }),
      };
    },
  });
  if (databases === undefined) throw new Error('The catalogue was not composed');
  const functions = registerFunctions(declaredFunctions(options.stacks), composed, databases);
  const running = await runOrClose(composed);
  const parts = { ...composed, clock, storage, databases, ...functions, troubles, running };
  const callIn =
    (account: string): Call =>
    (service, action, input) =>
      composed.cloud.dispatcher.dispatch({
        caller: operatorCaller(account),
        service,
        action,
        input,
      }) as ReturnType<Call>;
  return {
    ...parts,
    callIn,
    call: callIn(composed.cloud.account),
    close: async () => {
      // What is under way gets its time to end, as a hanging function has.
      await asTimePasses(clock, running.stop());
      await composed.close();
    },
  };
}

async function runOrClose({ run, close }: ComposedCloud): Promise<RunningDefinition> {
  try {
    return await run(ENDPOINT);
  } catch (error) {
    await close();
    throw error;
  }
}

function billingCloud(definition: InProcessDefinition): InProcessCloud {
  const { databases, running } = definition;
  const feed = relationalFeedOutputs.parse(running.outputs('billing')['feed']);
  const pools: sql.ConnectionPool[] = [];
  return {
    ...definition,
    feed,
    runner: (request) => invokeRunner(definition, feed, request) as never,
    sqlClient: async () => {
      const pool = await connectAdministrator(databases, feed);
      pools.push(pool);
      return pool;
    },
    close: async () => {
      for (const pool of pools) await pool.close();
      await definition.close();
    },
  };
}

async function invokeRunner(
  { call }: InProcessDefinition,
  feed: RelationalFeedOutputs,
  request: RunnerRequest,
): Promise<unknown> {
  const { Payload, FunctionError } = await call('lambda', 'Invoke', {
    FunctionName: feed.database.runnerFunction,
    Payload: Buffer.from(JSON.stringify(request)),
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

function declaredFunctions(stacks: readonly StackDefinition[]): DeclaredFunction[] {
  return definedBlocks(stacks, LAPTOP_ACCOUNT)
    .filter(({ type }) => type === 'aws_lambda_function')
    .map((block) => ({
      name: String(block.arguments['function_name']),
      account: block.provider.account,
    }));
}
