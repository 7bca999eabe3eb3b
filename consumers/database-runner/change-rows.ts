import type { RunnerRequest } from '../../wire/database-runner';
import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { quoteName } from '../../wire/select-as-text';
import { columnType, quotedTable, RequestError } from './feed-tables';
import { insertStatement } from './insert-chunk';
import type { Database, ParameterValue, Statement } from './ports/database';
import { typedParameter } from './typed-parameter';

export type RowChange = Extract<RunnerRequest, { action: 'change-rows' }>['changes'][number];

/** Each change in a statement of its own, all in one transaction; how many rows each affected. */
export function changeRows(
  database: Database,
  table: FeedTable,
  changes: readonly RowChange[],
): Promise<number[]> {
  const statements = changes.map((change) => changeStatement(table, change));
  return database.transaction(async (transaction) => {
    const affected: number[] = [];
    for (const statement of statements) {
      affected.push((await transaction.query(statement)).affected);
    }
    return affected;
  });
}

export function changeStatement(table: FeedTable, change: RowChange): Statement {
  const parameters: Record<string, ParameterValue> = {};
  switch (change.operation) {
    case 'insert':
      return insertStatement(table, { ...change.key, ...change.values });
    case 'update': {
      const sets = assignments(table, change.values, parameters).join(', ');
      if (sets === '') throw new RequestError(`An update of ${tableName(table)} sets no column`);
      const where = condition(table, change.key, parameters);
      return { text: `UPDATE ${quotedTable(table)} SET ${sets} WHERE ${where}`, parameters };
    }
    case 'delete': {
      const where = condition(table, change.key, parameters);
      return { text: `DELETE FROM ${quotedTable(table)} WHERE ${where}`, parameters };
    }
  }
}

type Parameters = Record<string, ParameterValue>;

function assignments(
  table: FeedTable,
  values: Record<string, string | null>,
  parameters: Parameters,
): string[] {
  return Object.entries(values).map(([column, text], index) => {
    const { value, expression } = typedParameter(`v${index}`, columnType(table, column), text);
    parameters[`v${index}`] = value;
    return `${quoteName(column)} = ${expression}`;
  });
}

/** Refuses an empty key, which would mean every row. */
function condition(
  table: FeedTable,
  key: Record<string, string | null>,
  parameters: Parameters,
): string {
  const parts = Object.entries(key).map(([column, text], index) => {
    const { value, expression } = typedParameter(`k${index}`, columnType(table, column), text);
    if (text === null) return `${quoteName(column)} IS NULL`;
    parameters[`k${index}`] = value;
    return `${quoteName(column)} = ${expression}`;
  });
  if (parts.length === 0) throw new RequestError(`A change of ${tableName(table)} names no key`);
  return parts.join(' AND ');
}
