import type { FeedTable } from '../../wire/feed-table';
import { quoteName } from '../../wire/select-as-text';
import type { SqlServerType } from '../../wire/sql-server-type';
import { columnType } from './feed-tables';
import type { ParameterValue } from './ports/database';
import { typedParameter } from './typed-parameter';

/** A condition with the values that it compares with. */
export interface Condition {
  text: string;
  parameters: Record<string, ParameterValue>;
}

type Key = readonly (string | null)[];

/**
 * The rows behind a key, in the server's own order of the key's columns, whatever that is: nothing but the server
 * ever compares two keys. Null is the least of all, as in ORDER BY.
 */
export function behindKey(table: FeedTable, key: Key): Condition {
  return ordered(table, key, { name: 'after', last: 'above' });
}

/** The rows up to a key, itself included. */
export function upToKey(table: FeedTable, key: Key): Condition {
  return ordered(table, key, { name: 'last', last: 'up-to' });
}

/** The rows of a key, as the column's collation compares. */
export function atKey(table: FeedTable, key: Key): Condition {
  const columns = bounds(table, key, 'key');
  return { text: columns.map(equal).join(' AND '), parameters: parametersOf(columns) };
}

interface Bound {
  column: string;
  /** Undefined for null. */
  expression: string | undefined;
  parameter: [string, ParameterValue];
}

function ordered(
  table: FeedTable,
  key: Key,
  { name, last }: { name: string; last: 'above' | 'up-to' },
): Condition {
  const columns = bounds(table, key, name);
  const alternatives = columns.map((bound, at) => {
    const isLast = at === columns.length - 1;
    const compared = last === 'above' ? above(bound) : below(bound, isLast);
    return [...columns.slice(0, at).map(equal), compared].join(' AND ');
  });
  return {
    text: `(${alternatives.map((one) => `(${one})`).join(' OR ')})`,
    parameters: parametersOf(columns),
  };
}

function above({ column, expression }: Bound): string {
  return expression === undefined ? `${column} IS NOT NULL` : `${column} > ${expression}`;
}

function below({ column, expression }: Bound, orEqual: boolean): string {
  if (expression === undefined) return orEqual ? `${column} IS NULL` : '1 = 0';
  return `(${column} ${orEqual ? '<=' : '<'} ${expression} OR ${column} IS NULL)`;
}

function equal({ column, expression }: Bound): string {
  return expression === undefined ? `${column} IS NULL` : `${column} = ${expression}`;
}

function bounds(table: FeedTable, key: Key, name: string): Bound[] {
  return table.key.map((column, at) => {
    const text = key[at] ?? null;
    const parameter = `${name}_${String(at)}`;
    const type = columnType(table, column);
    const { value, expression } = typedParameter(parameter, type, text);
    return {
      column: quoteName(column),
      expression: text === null ? undefined : ofOwnType(type, expression),
      parameter: [parameter, value],
    };
  });
}

/**
 * Text goes in as nvarchar, and a SQL collation orders varchar otherwise than nvarchar: a page would not
 * end where the next begins. https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support
 */
function ofOwnType(type: SqlServerType, expression: string): string {
  const isNarrow = type.name === 'char' || type.name === 'varchar';
  return isNarrow ? `CONVERT(${type.name}(${String(type.length)}), ${expression})` : expression;
}

function parametersOf(columns: readonly Bound[]): Record<string, ParameterValue> {
  const used = columns.filter(({ expression }) => expression !== undefined);
  return Object.fromEntries(used.map(({ parameter }) => parameter));
}
