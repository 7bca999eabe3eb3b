import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Glue } from '../glue/service';
import type { ObjectLocation } from './register-tables';
import { type QueryResult, runQuery } from './run-query';
import { type Statement, parseStatement } from './statement';
import { writeResult } from './write-result';

/** How many executions, with their rows, are kept for GetQueryResults; none outlives the run. */
const EXECUTIONS_KEPT = 200;

export interface Execution {
  id: string;
  sql: string;
  statement: Statement;
  database: string;
  workgroup: string;
  /** `s3://bucket/prefix/ID.csv`; undefined where neither workgroup nor call names a location. */
  output: string | undefined;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  result?: QueryResult;
  token: string | undefined;
  submittedAtMilliseconds: number;
  completedAtMilliseconds?: number;
  stop: AbortController;
}

export interface QueryExecutions {
  start(
    query: Pick<Execution, 'sql' | 'database' | 'workgroup' | 'token'> & {
      location: string | undefined;
    },
    caller: Caller,
  ): Execution;
  find(id: string): Execution;
  list(workgroup: string): Execution[];
  cancel(id: string): void;
}

/** Queries run beside each other; a caller polls for the state, as on AWS. */
export function createQueryExecutions(
  cloud: Cloud,
  glue: Glue,
  objectLocation: ObjectLocation,
): QueryExecutions {
  const executions = new Map<string, Execution>();
  const find = (id: string): Execution => {
    const found = executions.get(id);
    if (found !== undefined) return found;
    throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
  };
  return {
    find,
    list: (workgroup) =>
      [...executions.values()].filter((each) => each.workgroup === workgroup).reverse(),
    start: (query, caller) => {
      const again = [...executions.values()].find(
        ({ token, sql }) => token !== undefined && token === query.token && sql === query.sql,
      );
      if (again !== undefined) return again;
      const execution = newExecution(cloud, query);
      executions.set(execution.id, execution);
      for (const id of [...executions.keys()].slice(0, -EXECUTIONS_KEPT)) executions.delete(id);
      const place = { cloud, glue, objectLocation, caller, database: execution.database };
      void cloud.clock.track(run(execution, { ...place, signal: execution.stop.signal }));
      return execution;
    },
    cancel: (id) => {
      const execution = find(id);
      if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') return;
      execution.state = 'CANCELLED';
      execution.reason = 'Query cancelled by user';
      execution.completedAtMilliseconds = cloud.clock.now();
      execution.stop.abort();
    },
  };
}

function newExecution(cloud: Cloud, query: Parameters<QueryExecutions['start']>[0]): Execution {
  const id = cloud.chance.uuid();
  const statement = parseStatement(query.sql);
  const ending = statement.kind === 'query' ? 'csv' : 'txt';
  return {
    ...query,
    id,
    statement,
    output:
      query.location === undefined
        ? undefined
        : `${query.location.replace(/\/?$/, '/')}${id}.${ending}`,
    state: 'QUEUED',
    submittedAtMilliseconds: cloud.clock.now(),
    stop: new AbortController(),
  };
}

async function run(execution: Execution, place: Parameters<typeof runQuery>[1]): Promise<void> {
  const { cloud, caller } = place;
  execution.state = 'RUNNING';
  try {
    const result = await runQuery(execution.statement, place);
    if (isCancelled(execution)) return;
    await writeResult(cloud, caller, { execution, result });
    execution.result = result;
    execution.state = 'SUCCEEDED';
  } catch (error) {
    if (isCancelled(execution)) return;
    execution.state = 'FAILED';
    execution.reason = error instanceof Error ? error.message : String(error);
  }
  execution.completedAtMilliseconds = cloud.clock.now();
}

function isCancelled(execution: Execution): boolean {
  return execution.stop.signal.aborted;
}
