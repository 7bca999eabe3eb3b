import type { ColumnDescription } from '../session';
import type { Database } from '../storage/database';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { CatalogueScope } from './virtual-table';

/** A table-valued function: `cdc.fn_cdc_get_all_changes_dbo_invoices`. */
export interface TableFunction {
  schema: string;
  name: string;
  parameters: { name: string; type: SqlType }[];
  columns: ColumnDescription[];
  /** Gets one converted value per parameter. Read whole, within one turn of the event loop. */
  rows(args: readonly SqlValue[], scope: CatalogueScope): Iterable<readonly SqlValue[]>;
}

export type TableFunctionProvider = (
  database: Database,
  schema: string,
  name: string,
) => TableFunction | undefined;

/** Table-valued functions; providers find those whose names depend on what a database holds. */
export class TableFunctions {
  private readonly byName = new Map<string, TableFunction>();
  private readonly providers: TableFunctionProvider[] = [];

  register(...functions: TableFunction[]): void {
    for (const f of functions) this.byName.set(`${f.schema}.${f.name}`.toLowerCase(), f);
  }

  provide(provider: TableFunctionProvider): void {
    this.providers.push(provider);
  }

  find(database: Database, schema: string, name: string): TableFunction | undefined {
    for (const provider of this.providers) {
      const found = provider(database, schema, name);
      if (found !== undefined) return found;
    }
    return this.byName.get(`${schema}.${name}`.toLowerCase());
  }
}
