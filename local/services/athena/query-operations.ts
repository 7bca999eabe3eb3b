import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { Execution, QueryExecutions } from './query-executions';
import type { ResultColumn } from './run-query';
import type { Workgroups } from './workgroups';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
const PAGE_ROWS_MAX = 1000;
const declare = { invalid: 'InvalidRequestException' };
const executionId = z.strictObject({ QueryExecutionId: z.string() });

const startInput = z.strictObject({
  QueryString: z.string().min(1).max(262_144),
  ClientRequestToken: z.string().min(32).max(128).optional(),
  QueryExecutionContext: z
    .strictObject({ Database: z.string().optional(), Catalog: z.string().optional() })
    .optional(),
  ResultConfiguration: z
    .strictObject({
      OutputLocation: z.string().startsWith('s3://').optional(),
      EncryptionConfiguration: z.unknown().optional(),
    })
    .optional(),
  WorkGroup: z.string().optional(),
});

/** Operations on query executions. */
export function queryOperations(executions: QueryExecutions, workgroups: Workgroups) {
  return {
    StartQueryExecution: declaredOperation({
      ...declare,
      iam: 'athena:StartQueryExecution',
      input: startInput,
      resources: ({ WorkGroup }) => [workgroups.arn(WorkGroup ?? 'primary')],
      run: (input, { caller }) => {
        const workgroup = workgroups.find(input.WorkGroup ?? 'primary');
        const asked = input.ResultConfiguration?.OutputLocation;
        const location = workgroup.enforced
          ? workgroup.outputLocation
          : (asked ?? workgroup.outputLocation);
        if (location === undefined) {
          throw new ServiceError(
            'InvalidRequestException',
            'No output location provided. You did not provide an output location for your query results.',
          );
        }
        const { id } = executions.start(
          {
            sql: input.QueryString,
            database: (input.QueryExecutionContext?.Database ?? 'default').toLowerCase(),
            workgroup: workgroup.name,
            token: input.ClientRequestToken,
            location,
          },
          caller,
        );
        return { QueryExecutionId: id };
      },
    }),
    StopQueryExecution: declaredOperation({
      ...declare,
      iam: 'athena:StopQueryExecution',
      input: executionId,
      run: ({ QueryExecutionId }) => {
        executions.cancel(QueryExecutionId);
        return {};
      },
    }),
    ...readOperations(executions),
  };
}

function readOperations(executions: QueryExecutions) {
  return {
    GetQueryExecution: declaredOperation({
      ...declare,
      iam: 'athena:GetQueryExecution',
      input: executionId,
      run: ({ QueryExecutionId }) => ({
        QueryExecution: describe(executions.find(QueryExecutionId)),
      }),
    }),
    BatchGetQueryExecution: declaredOperation({
      ...declare,
      iam: 'athena:BatchGetQueryExecution',
      input: z.strictObject({ QueryExecutionIds: z.array(z.string()).min(1).max(50) }),
      run: ({ QueryExecutionIds }) => ({
        QueryExecutions: QueryExecutionIds.map((id) => describe(executions.find(id))),
        UnprocessedQueryExecutionIds: [],
      }),
    }),
    ListQueryExecutions: declaredOperation({
      ...declare,
      iam: 'athena:ListQueryExecutions',
      input: z.strictObject({
        WorkGroup: z.string().optional(),
        MaxResults: z.number().optional(),
      }),
      run: ({ WorkGroup, MaxResults }) => ({
        QueryExecutionIds: executions
          .list(WorkGroup ?? 'primary')
          .slice(0, MaxResults ?? 50)
          .map(({ id }) => id),
      }),
    }),
    GetQueryResults: declaredOperation({
      ...declare,
      iam: 'athena:GetQueryResults',
      input: z.strictObject({
        QueryExecutionId: z.string(),
        MaxResults: z.number().int().min(1).max(PAGE_ROWS_MAX).optional(),
        NextToken: z.string().optional(),
      }),
      run: (input) => pageOf(executions.find(input.QueryExecutionId), input),
    }),
  };
}

/** The first row of the first page of a SELECT holds the column names, and counts as a row. */
function pageOf(
  execution: Execution,
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  const { result } = execution;
  if (result === undefined) {
    throw new ServiceError(
      'InvalidRequestException',
      `Query has not yet finished. Current state: ${execution.state}`,
    );
  }
  const header =
    execution.statement.kind === 'query' ? [result.columns.map(({ name }) => name)] : [];
  const all: (string | null)[][] = [...header, ...result.rows];
  const from = Number(input.NextToken ?? 0);
  const to = from + (input.MaxResults ?? PAGE_ROWS_MAX);
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: all.slice(from, to).map((row) => ({
        Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
      })),
      ResultSetMetadata: { ColumnInfo: result.columns.map(columnInfo) },
    },
    ...(to < all.length ? { NextToken: String(to) } : {}),
  };
}

function columnInfo({ name, type }: ResultColumn) {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: 0,
    Scale: 0,
    Nullable: 'UNKNOWN',
    CaseSensitive: type === 'varchar',
  };
}

function describe(execution: Execution) {
  const { completedAtMilliseconds: completed, submittedAtMilliseconds: submitted } = execution;
  const took = (completed ?? submitted) - submitted;
  return {
    QueryExecutionId: execution.id,
    Query: execution.sql,
    StatementType: execution.statement.kind === 'query' ? 'DML' : 'UTILITY',
    ResultConfiguration: { OutputLocation: execution.output },
    QueryExecutionContext: { Database: execution.database, Catalog: 'awsdatacatalog' },
    WorkGroup: execution.workgroup,
    Status: {
      State: execution.state,
      SubmissionDateTime: new Date(submitted),
      ...(completed === undefined ? {} : { CompletionDateTime: new Date(completed) }),
      ...(execution.reason === undefined ? {} : failure(execution, execution.reason)),
    },
    Statistics: { EngineExecutionTimeInMillis: took, TotalExecutionTimeInMillis: took },
    EngineVersion: {
      SelectedEngineVersion: 'AUTO',
      EffectiveEngineVersion: 'Athena engine version 3',
    },
  };
}

/** ErrorCategory 2: the mistake is the user's. */
function failure(execution: Execution, reason: string) {
  return {
    StateChangeReason: reason,
    ...(execution.state === 'FAILED'
      ? { AthenaError: { ErrorCategory: 2, ErrorMessage: reason, Retryable: false } }
      : {}),
  };
}
