import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { tableName } from '../../../wire/feed-table';
import { MAX_RELOADED_TABLES } from '../../../wire/reloaded-tables';
import type { Cloud } from '../../cloud';
import { operation, type LocalService, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { testEndpoint, type Endpoint } from './endpoints';
import { replicationTask, type ReplicationTask, type TaskDefinition } from './replication-task';
import { describeTask, filtered, type Filter } from './task-description';
import { openCheckpoint } from './task-checkpoint';

/** The local Database Migration Service. */
export interface Dms {
  service: LocalService;
  addEndpoint(endpoint: Endpoint): void;
  endpoint(arn: string): Endpoint;
  addInstance(arn: string, id: string): void;
  /** Opens the task where it left off, without starting it. */
  addTask(definition: TaskDefinition): Promise<ReplicationTask>;
  /** Resumes the tasks that ran when the laptop cloud stopped; to be called once all else is up. */
  resumeTasks(): Promise<void>;
  /** Ends every run; a task that ran is resumed at the next start. */
  suspendTasks(): Promise<void>;
}

interface Connection {
  ReplicationInstanceArn: string;
  EndpointArn: string;
  EndpointIdentifier: string;
  Status: 'testing' | 'successful' | 'failed';
  LastFailureMessage?: string;
}

interface State {
  cloud: Cloud;
  endpoints: Map<string, Endpoint>;
  instances: Map<string, string>;
  tasks: Map<string, ReplicationTask>;
  connections: Map<string, Connection>;
  connect?: (address: { host: string; port: number }) => Duplex;
}

/** `arn:aws:dms:…:task:` and the like end in 26 capital letters and digits that DMS chooses. */
export function resourceId(kind: string, name: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digest = createHash('sha256').update(`${kind}/${name}`).digest();
  return Array.from(digest.subarray(0, 26), (byte) => alphabet.charAt(byte % 32)).join('');
}

export function createDms(
  cloud: Cloud,
  connect?: (address: { host: string; port: number }) => Duplex,
): Dms {
  const state: State = {
    cloud,
    endpoints: new Map(),
    instances: new Map(),
    tasks: new Map(),
    connections: new Map(),
    ...(connect === undefined ? {} : { connect }),
  };
  return {
    service: { name: 'dms', operations: { ...describeOperations(state), ...actOperations(state) } },
    addEndpoint: (endpoint) => void state.endpoints.set(endpoint.arn, endpoint),
    endpoint: (arn) => found(state.endpoints, arn, 'Endpoint'),
    addInstance: (arn, id) => void state.instances.set(arn, id),
    addTask: async (definition) => {
      const checkpoint = await openCheckpoint(cloud.storage.log(`dms/${definition.id}`));
      const task = replicationTask(definition, {
        cloud,
        checkpoint,
        ...(connect === undefined ? {} : { connect }),
      });
      state.tasks.set(definition.arn, task);
      return task;
    },
    resumeTasks: async () => {
      for (const task of state.tasks.values()) {
        if (task.checkpoint.desired !== 'running') continue;
        await task.start('resume-processing');
      }
    },
    suspendTasks: async () => {
      for (const task of state.tasks.values()) await task.suspend();
    },
  };
}

function found<T>(things: Map<string, T>, arn: string, kind: string): T {
  const thing = things.get(arn);
  if (thing !== undefined) return thing;
  throw new ServiceError('ResourceNotFoundFault', `${kind} with ARN ${arn} was not found.`);
}

const filters = z.array(z.object({ Name: z.string(), Values: z.array(z.string()) })).default([]);
const describe = z.object({ Filters: filters }).loose();
const taskArn = z.object({ ReplicationTaskArn: z.string() }).loose();

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.ReloadTables.html */
const tablesToReload = z
  .array(z.object({ SchemaName: z.string(), TableName: z.string() }))
  .min(1)
  .max(MAX_RELOADED_TABLES)
  .transform((tables) =>
    tables.map(({ SchemaName, TableName }) => tableName({ schema: SchemaName, name: TableName })),
  )
  .refine((names) => new Set(names).size === names.length, 'a table is named twice');

type Schema<Output> = z.ZodType<Output>;

function dmsOperation<Input>(
  action: string,
  schema: Schema<Input>,
  run: (input: Input) => unknown,
): Record<string, Operation> {
  return {
    [action]: operation<Input, unknown>({
      parse: (input) => {
        const parsed = schema.safeParse(input);
        if (parsed.success) return parsed.data;
        throw new ServiceError('InvalidParameterValueException', z.prettifyError(parsed.error));
      },
      iamActions: () => [`dms:${action}`],
      resources: (input) => {
        const named = Object.values(input as object).filter(isArn);
        return named.length === 0 ? ['*'] : named;
      },
      run,
    }),
  };
}

function isArn(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('arn:');
}

function describeOperations(state: State): Record<string, Operation> {
  const list = <T extends object>(things: Iterable<T>, given: Filter[]) =>
    filtered([...things], given);
  return {
    ...dmsOperation('DescribeReplicationTasks', describe, ({ Filters }) => ({
      ReplicationTasks: list([...state.tasks.values()].map(describeTask), Filters),
    })),
    ...dmsOperation('DescribeTableStatistics', taskArn, ({ ReplicationTaskArn }) => ({
      ReplicationTaskArn,
      TableStatistics: found(state.tasks, ReplicationTaskArn, 'Replication Task').tableStatistics(),
    })),
    ...dmsOperation('DescribeEndpoints', describe, ({ Filters }) => ({
      Endpoints: list(
        [...state.endpoints.values()].map((endpoint) => ({
          EndpointArn: endpoint.arn,
          EndpointIdentifier: endpoint.id,
          EndpointType: endpoint.kind,
          EngineName: endpoint.kind === 'source' ? 'sqlserver' : 'kinesis',
          Status: 'active',
        })),
        Filters,
      ),
    })),
    ...dmsOperation('DescribeReplicationInstances', describe, ({ Filters }) => ({
      ReplicationInstances: list(
        [...state.instances].map(([arn, id]) => ({
          ReplicationInstanceArn: arn,
          ReplicationInstanceIdentifier: id,
          ReplicationInstanceStatus: 'available',
        })),
        Filters,
      ),
    })),
    ...dmsOperation('DescribeConnections', describe, ({ Filters }) => ({
      Connections: list(state.connections.values(), Filters),
    })),
  };
}

function actOperations(state: State): Record<string, Operation> {
  const taskOf = (arn: string) => found(state.tasks, arn, 'Replication Task');
  const start = taskArn.extend({
    StartReplicationTaskType: z.enum(['start-replication', 'resume-processing', 'reload-target']),
  });
  const reload = taskArn.extend({
    TablesToReload: tablesToReload,
    ReloadOption: z
      .literal('data-reload', { error: 'the laptop loads data again; it validates none' })
      .default('data-reload'),
  });
  const test = z.object({ ReplicationInstanceArn: z.string(), EndpointArn: z.string() });
  return {
    ...dmsOperation('StartReplicationTask', start, async (input) => {
      const task = taskOf(input.ReplicationTaskArn);
      await task.start(input.StartReplicationTaskType);
      return { ReplicationTask: { ...describeTask(task), Status: 'starting' } };
    }),
    ...dmsOperation('StopReplicationTask', taskArn, async ({ ReplicationTaskArn }) => {
      const task = taskOf(ReplicationTaskArn);
      await task.stop();
      return { ReplicationTask: { ...describeTask(task), Status: 'stopping' } };
    }),
    ...dmsOperation('ReloadTables', reload, (input) => {
      taskOf(input.ReplicationTaskArn).reloadTables(input.TablesToReload);
      return { ReplicationTaskArn: input.ReplicationTaskArn };
    }),
    ...dmsOperation('TestConnection', test, (input) => ({ Connection: beginTest(state, input) })),
  };
}

function beginTest(
  state: State,
  input: { ReplicationInstanceArn: string; EndpointArn: string },
): Connection {
  const endpoint = found(state.endpoints, input.EndpointArn, 'Endpoint');
  found(state.instances, input.ReplicationInstanceArn, 'Replication Instance');
  const testing: Connection = { ...input, EndpointIdentifier: endpoint.id, Status: 'testing' };
  state.connections.set(endpoint.arn, testing);
  const ended = testEndpoint(state.cloud, endpoint, state.connect).then(
    () => ({ ...testing, Status: 'successful' as const }),
    (error: unknown) => ({
      ...testing,
      Status: 'failed' as const,
      LastFailureMessage: (error as Error).message,
    }),
  );
  void state.cloud.clock.track(
    ended.then((connection) => void state.connections.set(endpoint.arn, connection)),
  );
  return testing;
}
