import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { endangeredEnvironment } from './endangered-environment';
import type { EnvironmentPool } from './environment-pool';
import { environmentPool } from './environment-pool';
import type { RoleCredentials } from './environment-variables';
import { environmentVariables } from './environment-variables';
import type { Bundle } from './extract-bundle';
import { executionRole } from './execution-role';
import { extractBundle } from './extract-bundle';
import { functionLog } from './function-log';
import { parseFunctionName } from './function-name';
import type { FunctionSettings } from './function-settings';
import type { InProcessHandler } from './in-process-environment';
import { inProcessEnvironment } from './in-process-environment';
import type { ExecutionEnvironment, InvocationOutcome } from './invocation';
import { limitResponse } from './payload-limits';
import { workerEnvironment } from './worker-environment';

export interface RegistryOptions {
  credentialsFor(roleArn: string, session: string): RoleCredentials;
  readFile(path: string): Promise<Uint8Array>;
  /** Environments kept per function: two, so that a laptop's memory suffices for all of them. */
  environmentsMax: number;
  /** Sees what an invocation wrote, once it is done. */
  observe(log: string): void;
}

export interface FoundFunction {
  settings: FunctionSettings;
  codeBytes: number;
  executedVersion: string;
  /** With the qualifier it was asked for. */
  invokedArn: string;
}

export interface FunctionRegistry {
  add(settings: FunctionSettings): Promise<void>;
  remove(name: string): Promise<void>;
  addAlias(functionName: string, alias: string, version: string): void;
  removeAlias(functionName: string, alias: string): void;
  find(name: string, qualifier?: string): FoundFunction;
  all(): FoundFunction[];
  /** Takes the payload's memory. Throws `TooManyRequestsException` where the reserved concurrency is in use. */
  run(found: FoundFunction, payload: Uint8Array, requestId: string): Promise<InvocationOutcome>;
  registerInProcess(functionName: string, handler: InProcessHandler): void;
}

interface Registered {
  settings: FunctionSettings;
  zip: Uint8Array;
  bundle?: Bundle;
  aliases: Map<string, string>;
  pool: EnvironmentPool;
}

export function functionRegistry(cloud: Cloud, options: RegistryOptions): FunctionRegistry {
  const functions = new Map<string, Registered>();
  const inProcess = new Map<string, InProcessHandler>();
  const starter = environmentStarter(cloud, options, inProcess);
  const named = (name: string): Registered => {
    const entry = functions.get(name);
    if (entry === undefined) {
      throw notFound(`arn:aws:lambda:${cloud.region}:${cloud.account}:function:${name}`);
    }
    return entry;
  };

  return {
    add: async (settings) => {
      executionRole(cloud, settings);
      const hasHandler = inProcess.has(settings.name);
      const zip = hasHandler ? new Uint8Array() : await options.readFile(settings.filename);
      const entry: Registered = {
        settings,
        zip,
        aliases: new Map(),
        pool: environmentPool({
          clock: cloud.clock,
          environmentsMax: Math.min(
            options.environmentsMax,
            Math.max(1, settings.reservedConcurrency ?? options.environmentsMax),
          ),
          start: () => endangeredEnvironment(starter(entry), cloud, settings),
        }),
      };
      functions.set(settings.name, entry);
    },
    remove: async (name) => {
      const entry = functions.get(name);
      functions.delete(name);
      await entry?.pool.stop();
      entry?.bundle?.remove();
    },
    addAlias: (functionName, alias, version) => named(functionName).aliases.set(alias, version),
    removeAlias: (functionName, alias) => functions.get(functionName)?.aliases.delete(alias),
    find: (name, qualifier) => {
      const parsed = parseFunctionName(name, qualifier);
      return found(named(parsed.name), parsed.qualifier);
    },
    all: () => [...functions.values()].map((entry) => found(entry)),
    run: async ({ settings, invokedArn }, payload, requestId) => {
      const { pool } = named(settings.name);
      refuseBeyondReserved(settings, pool.busy());
      const outcome = await pool.run({ requestId, payload, invokedArn });
      options.observe(outcome.log);
      return limitResponse(outcome);
    },
    registerInProcess: (functionName, handler) => inProcess.set(functionName, handler),
  };
}

function environmentStarter(
  cloud: Cloud,
  options: RegistryOptions,
  inProcess: ReadonlyMap<string, InProcessHandler>,
) {
  return (entry: Registered): ExecutionEnvironment => {
    const { settings } = entry;
    const day = new Date(cloud.clock.now()).toISOString().slice(0, 10);
    const id = Buffer.from(cloud.chance.bytes(16)).toString('hex');
    const logStream = `${day.replaceAll('-', '/')}/[${settings.version}]${id}`;
    const log = functionLog(cloud.storage.files(`logs/${settings.name}`), `${day}-${id}`);
    const shared = { settings, clock: cloud.clock, log, logStream };
    const handler = inProcess.get(settings.name);
    if (handler !== undefined) return inProcessEnvironment({ ...shared, handler });
    entry.bundle ??= extractBundle(entry.zip, settings.name);
    const { taskRoot } = entry.bundle;
    const environment = environmentVariables({
      settings,
      region: cloud.region,
      endpointUrl: cloud.endpointUrl(),
      credentials: options.credentialsFor(settings.roleArn, settings.name),
      logStream,
      taskRoot,
    });
    return workerEnvironment({ ...shared, taskRoot, environment });
  };
}

function found(entry: Registered, qualifier?: string): FoundFunction {
  const { settings } = entry;
  return {
    settings,
    codeBytes: entry.zip.length,
    executedVersion: versionOf(entry, qualifier),
    invokedArn: qualifier === undefined ? settings.arn : `${settings.arn}:${qualifier}`,
  };
}

function versionOf({ settings, aliases }: Registered, qualifier?: string): string {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST';
  const version = aliases.get(qualifier) ?? qualifier;
  if (version === settings.version || version === '$LATEST') return version;
  throw notFound(`${settings.arn}:${qualifier}`);
}

function notFound(arn: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, {
    status: 404,
    details: { Type: 'User' },
  });
}

function refuseBeyondReserved({ reservedConcurrency }: FunctionSettings, busy: number): void {
  if (reservedConcurrency === undefined || busy < reservedConcurrency) return;
  throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    details: {
      Type: 'User',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      retryAfterSeconds: '1',
    },
  });
}
