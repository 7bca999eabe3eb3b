import type { ColumnDescription } from '../session';
import type { SqlValue } from '../types/sql-type';
import { rowWriter } from './plan-insert';
import { requirePermission } from './permissions';
import { tableOf } from './resolve-name';
import { columnConversion } from './row-writer';
import { parseCached } from './run-batch';
import { newBinding, newEvaluation } from './new-binding';
import type { ServerSession } from './server-session';
import { sqlMessage } from './sql-message';

/** All rows or none; identity values are the client's only with KEEP_IDENTITY. */
export async function bulkInsert(
  session: ServerSession,
  request: { statement: string; columns: ColumnDescription[]; rows: AsyncIterable<SqlValue[][]> },
  signal: AbortSignal,
): Promise<number> {
  const [statement] = parseCached(request.statement);
  if (statement?.kind !== 'insert-bulk') throw sqlMessage(4891);
  const table = tableOf(session, statement.table);
  const database = session.engine.store.database(table.database);
  requirePermission(session, 'INSERT', { database, schema: table.schema, name: table.name });
  let count = 0;
  await session.inStatement(async (transaction) => {
    await session.acquire(transaction, table, { mode: 'exclusive', signal });
    const keepsIdentity = statement.options.includes('KEEP_IDENTITY');
    const sources = request.columns.map(({ name, type }, from) => {
      const at = table.columnIndex(name);
      const column = table.columns[at];
      if (column === undefined) throw sqlMessage(207, name);
      return {
        at,
        from,
        isKept: column.identity === undefined || keepsIdentity,
        convert: columnConversion(type, column, table),
      };
    });
    const kept = sources.filter(({ isKept }) => isKept);
    const frame = { session, variables: new Map() };
    const write = rowWriter(
      table,
      kept.map(({ at }) => at),
      newBinding(frame),
    );
    const evaluation = newEvaluation(frame);
    for await (const rows of request.rows) {
      signal.throwIfAborted();
      for (const row of rows) {
        const values = kept.map(({ from, convert }) => convert(row[from] ?? null));
        write(values, evaluation, transaction);
      }
      count += rows.length;
    }
    return () => undefined;
  });
  session.state.rowCount = count;
  return count;
}
