import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  type GetQueryResultsCommandOutput,
} from '@aws-sdk/client-athena';
import type { LakeTarget } from './target';
import { UserError } from './user-error';

export interface LakeRows {
  columns: string[];
  /** Values as Athena's text; null stays null. */
  rows: AsyncIterable<(string | null)[]>;
}

const POLL_MILLISECONDS = { laptop: 50, aws: 500 };

/** Runs SQL through Athena, in the lake's workgroup and database. Rows are read page by page. */
export async function queryLake(lake: LakeTarget, sql: string): Promise<LakeRows> {
  const { outputs } = lake;
  const { QueryExecutionId = '' } = await lake.clients.athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: outputs.workgroup,
      QueryExecutionContext: { Database: outputs.database },
    }),
  );
  await untilSucceeded(lake, QueryExecutionId);
  return readResults(lake, QueryExecutionId);
}

async function untilSucceeded(lake: LakeTarget, id: string): Promise<void> {
  for (;;) {
    const { QueryExecution } = await lake.clients.athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const status = QueryExecution?.Status;
    if (status?.State === 'SUCCEEDED') return;
    if (status?.State === 'FAILED' || status?.State === 'CANCELLED') {
      throw new UserError(`The query failed: ${status.StateChangeReason ?? status.State}`);
    }
    await sleep(POLL_MILLISECONDS[lake.name]);
  }
}

async function readResults(lake: LakeTarget, id: string): Promise<LakeRows> {
  const pages = paginateGetQueryResults(
    { client: lake.clients.athena, pageSize: 1000 },
    { QueryExecutionId: id },
  )[Symbol.asyncIterator]();
  const first = await pages.next();
  const page = first.done === true ? undefined : first.value;
  const columns = (page?.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(
    ({ Name = '' }) => Name,
  );
  return { columns, rows: rowsOf(page, pages) };
}

type Page = GetQueryResultsCommandOutput | undefined;

/** The first row of the first page repeats the column names. */
async function* rowsOf(first: Page, rest: AsyncIterator<Page>): AsyncGenerator<(string | null)[]> {
  let skip = 1;
  for (let page: Page = first; page !== undefined;) {
    for (const { Data = [] } of page.ResultSet?.Rows?.slice(skip) ?? []) {
      yield Data.map(({ VarCharValue }) => VarCharValue ?? null);
    }
    skip = 0;
    const next = await rest.next();
    page = next.done === true ? undefined : next.value;
  }
}
