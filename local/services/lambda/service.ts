import { readFile } from 'node:fs/promises';
import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { AsyncPolicy } from './async-policy';
import { asyncQueue } from './async-queue';
import type { RoleCredentials } from './environment-variables';
import { functionOperations } from './function-operations';
import type { FunctionRegistry } from './function-registry';
import { functionRegistry } from './function-registry';
import type { FunctionSettings } from './function-settings';
import type { InProcessHandler } from './in-process-environment';
import { invokeOperation } from './invoke-operation';
import { mappingOperations } from './mapping-operations';
import type { MappingRegistry } from './mapping-registry';
import { mappingRegistry } from './mapping-registry';

export interface LambdaOptions {
  /** Credentials that the endpoint maps back to the role: what a function calls AWS with. */
  credentialsFor(roleArn: string, session: string): RoleCredentials;
  readFile?(path: string): Promise<Uint8Array>;
  environmentsMax?: number;
  /** Sees what each invocation wrote: its metrics are there. */
  observe?(log: string): void;
}

/** A statement of a function's resource policy. */
export interface RecordedPermission {
  id: string;
  functionName: string;
  action: string;
  principal: string;
  sourceArn?: string;
  sourceAccount?: string;
  qualifier?: string;
}

export interface Lambda {
  service: LocalService;
  permissions: Set<RecordedPermission>;
  functions: Pick<FunctionRegistry, 'find' | 'addAlias' | 'removeAlias'>;
  mappings: MappingRegistry;
  /** Registers the function and takes up its unfinished asynchronous events. */
  startFunction(settings: FunctionSettings): Promise<void>;
  stopFunction(name: string): Promise<void>;
  setAsyncPolicy(functionName: string, policy: AsyncPolicy | undefined): void;
  /** Replaces the worker of a function by a handler in this process, for tests and simulation. */
  registerInProcess(functionName: string, handler: InProcessHandler): void;
  stop(): Promise<void>;
}

/** Two environments for each of a feed's handful of functions keep the run below 1 GB. */
const ENVIRONMENTS_MAX = 2;

export function createLambda(cloud: Cloud, options: LambdaOptions): Lambda {
  const functions = functionRegistry(cloud, {
    credentialsFor: (roleArn, session) => options.credentialsFor(roleArn, session),
    readFile: (path) => options.readFile?.(path) ?? readFile(path),
    observe: (log) => options.observe?.(log),
    environmentsMax: options.environmentsMax ?? ENVIRONMENTS_MAX,
  });
  const queue = asyncQueue(cloud, functions);
  const mappings = mappingRegistry(cloud, functions);
  return {
    service: {
      name: 'lambda',
      operations: {
        Invoke: invokeOperation(functions, queue),
        ...functionOperations(functions),
        ...mappingOperations(cloud, functions, mappings),
      },
    },
    permissions: new Set(),
    functions,
    mappings,
    startFunction: async (settings) => {
      await functions.add(settings);
      await queue.resume(settings.name);
    },
    stopFunction: (name) => functions.remove(name),
    setAsyncPolicy: (functionName, policy) => queue.setPolicy(functionName, policy),
    registerInProcess: (functionName, handler) =>
      functions.registerInProcess(functionName, handler),
    stop: async () => {
      await mappings.stop();
      await queue.stop();
      await Promise.all(functions.all().map(({ settings }) => functions.remove(settings.name)));
    },
  };
}
