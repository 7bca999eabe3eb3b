import { canonicalValue } from './canonical-value';
import type { FeedTable } from './feed-table';
import { parseSqlServerType } from './sql-server-type';

/** Column names of the lake: lower case, and nothing but letters, digits and `_`. */
export function lakeColumnName(column: string): string {
  return column.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}

/** A declared table made ready: its columns' lake names and the reading of their values. */
export interface RowShape {
  /** In table order; `source` as declared. */
  columns: { source: string; name: string; canonical: (text: string | null) => string | null }[];
}

/** Throws when a column's type is not supported or two columns would share a name in the lake. */
export function rowShape(table: FeedTable): RowShape {
  const seen = new Map<string, string>();
  const columns = Object.entries(table.columns).map(([source, typeText]) => {
    const name = lakeColumnName(source);
    const other = seen.get(name);
    if (other !== undefined) {
      throw new Error(
        `Columns ${other} and ${source} of ${table.schema}.${table.name} are both ${name} in the lake`,
      );
    }
    seen.set(name, source);
    const type = parseSqlServerType(typeText);
    return { source, name, canonical: (text: string | null) => canonicalValue(type, text) };
  });
  return { columns };
}

/**
 * The row's canonical values by lake name, in table order. Source or lake spelling of the columns is
 * taken, in any case; a missing column is null, one that is not declared is left out, also where its name
 * in the lake would be that of a declared one.
 */
export function canonicalRow(
  shape: RowShape,
  row: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const values = lowerCaseNames(row);
  return Object.fromEntries(
    shape.columns.map(({ source, name, canonical }) => [
      name,
      canonical(values.get(source.toLowerCase()) ?? values.get(name) ?? null),
    ]),
  );
}

/** As `canonicalRow`, of the columns that are there: for images that may hold the key alone. */
export function canonicalColumns(
  shape: RowShape,
  row: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const present = lowerCaseNames(row);
  const columns = shape.columns.filter(
    ({ source, name }) => present.has(source.toLowerCase()) || present.has(name),
  );
  return canonicalRow({ columns }, row);
}

function lowerCaseNames<Value>(row: Readonly<Record<string, Value>>): Map<string, Value> {
  return new Map(Object.entries(row).map(([column, value]) => [column.toLowerCase(), value]));
}
