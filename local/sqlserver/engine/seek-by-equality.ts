import type { Table } from '../storage/table';
import type { Condition, Expression } from '../tsql/parse/ast';
import { comparisonKey } from '../types/comparison-key';
import type { SqlType } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import { isCharacter, isInteger } from '../types/type-name';
import { convertedTo } from './bind-case';
import { bindExpression } from './bind-expression';
import type { Binding } from './binding';
import type { Evaluation } from './evaluation';

type Seek = (evaluation: Evaluation) => number[] | undefined;

/**
 * Row ids for `column = value` among the conditions joined by AND, where the value reads nothing of
 * the table itself. The whole condition must still be checked on the rows found.
 */
export function seekByEquality(where: Condition, table: Table, binding: Binding): Seek | undefined {
  if (where.kind === 'logical' && where.operator === 'AND') {
    return (
      seekByEquality(where.left, table, binding) ?? seekByEquality(where.right, table, binding)
    );
  }
  if (where.kind !== 'comparison' || where.operator !== '=') return undefined;
  return (
    seekOn(where.left, where.right, { table, binding }) ??
    seekOn(where.right, where.left, { table, binding })
  );
}

function seekOn(
  column: Expression,
  value: Expression,
  { table, binding }: { table: Table; binding: Binding },
): Seek | undefined {
  if (column.kind !== 'column' || value.kind === 'subquery') return undefined;
  const { scope } = binding;
  const position = scope.position(column);
  const type = position === undefined ? undefined : table.columns[position]?.type;
  if (position === undefined || type === undefined) return undefined;
  const references = scope.references;
  const bound = bindExpression(value, { ...binding, group: undefined });
  if (scope.references !== references || bound.isNull === true) return undefined;
  const common = commonType([{ type }, bound]);
  if (!shareKeys(common, type)) return undefined;
  const converted = convertedTo(bound, common);
  return (evaluation) => {
    const wanted = converted.evaluate({ ...evaluation, row: [] });
    return wanted === null ? [] : table.findByColumn(position, comparisonKey(wanted, common));
  };
}

/** Whether equal values of the two types have equal comparison keys. */
function shareKeys(a: SqlType, b: SqlType): boolean {
  if (a.name === b.name) return true;
  return (isInteger(a) && isInteger(b)) || (isCharacter(a) && isCharacter(b));
}
