import type { ColumnDescription, ResultSink, SqlSession } from '../../local/sqlserver/session';
import type { SqlValue } from '../../local/sqlserver/types/sql-type';

export interface Results {
  columns: ColumnDescription[][];
  /** The rows of each result set. */
  sets: (readonly SqlValue[])[][];
  counts: (number | undefined)[];
  errors: { number: number; message: string }[];
  messages: string[];
}

/** Runs one batch and gathers all that comes of it. */
export async function collect(
  session: SqlSession,
  text: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Results> {
  const { results, sink } = collectingSink();
  await session.batch(text, sink, signal);
  return results;
}

export function collectingSink(): { results: Results; sink: ResultSink } {
  const results: Results = { columns: [], sets: [], counts: [], errors: [], messages: [] };
  const sink: ResultSink = {
    columns: (columns) => {
      results.columns.push(columns);
      results.sets.push([]);
    },
    row: (values) => results.sets.at(-1)?.push(values),
    done: (count) => results.counts.push(count),
    info: ({ message }) => results.messages.push(message),
    error: ({ number, message }) => results.errors.push({ number, message }),
    databaseChanged: () => undefined,
  };
  return { results, sink };
}
