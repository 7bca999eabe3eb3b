import type { ColumnDefinition } from '../storage/table-definition';
import type { Expression } from '../tsql/parse/ast';
import { parseBatch } from '../tsql/parse/parse-batch';

/** The expression of a column's DEFAULT; the literal NULL where it has none. */
export function defaultExpression(column: ColumnDefinition, line: number): Expression {
  if (column.default === undefined) return { kind: 'null', line };
  const [statement] = parseBatch(`SELECT ${column.default.text}`);
  const item = statement?.kind === 'select' ? statement.query.items[0] : undefined;
  if (item?.kind === 'expression') return item.expression;
  throw new Error(`The default of column ${column.name} cannot be read: ${column.default.text}`);
}
