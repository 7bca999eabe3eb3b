import { lakeColumnName, rowShape } from '../../wire/canonical-row';
import type { RowShape } from '../../wire/canonical-row';
import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';

export interface CataloguedTable {
  /** `schema.table` as the feed declares it. */
  name: string;
  /** Lake names of the logical key's columns; empty for a multiset. */
  key: string[];
  shape: RowShape;
  /** Lake names that a record may carry: those of declared columns and of the ones left out. */
  known: ReadonlySet<string>;
}

export type TableCatalogue = ReadonlyMap<string, CataloguedTable>;

/** Built once a start; throws on a declaration that cannot be: a bad type, a key column that is no column. */
export function tableCatalogue(tables: readonly FeedTable[]): TableCatalogue {
  return new Map(
    tables.map((table) => {
      const name = tableName(table);
      const shape = rowShape(table);
      const key = table.key.map(lakeColumnName);
      const missing = key.find((column) => !shape.columns.some((known) => known.name === column));
      if (missing !== undefined)
        throw new Error(`Key column ${missing} of ${name} is not a column`);
      const leftOut = (table.leaveOut ?? []).map(lakeColumnName);
      const known = new Set([...shape.columns.map((column) => column.name), ...leftOut]);
      return [name.toLowerCase(), { name, key, shape, known }];
    }),
  );
}

export function findTable(
  catalogue: TableCatalogue,
  change: { schema: string; table: string },
): CataloguedTable | undefined {
  return catalogue.get(`${change.schema}.${change.table}`.toLowerCase());
}
