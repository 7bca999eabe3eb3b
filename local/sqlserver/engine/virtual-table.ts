import type { ColumnDescription } from '../session';
import type { Database } from '../storage/database';
import type { SqlValue } from '../types/sql-type';
import type { EngineSession } from './engine-session';

/** What a virtual table or function is read for. */
export interface CatalogueScope {
  session: EngineSession;
  /** The database that the name was resolved in; not always the session's. */
  database: Database;
}

/** A view that the engine computes: `sys.tables`, `cdc.change_tables`. */
export interface VirtualTable {
  schema: string;
  name: string;
  columns: ColumnDescription[];
  /** Read whole, within one turn of the event loop. */
  rows(scope: CatalogueScope): Iterable<readonly SqlValue[]>;
  /** Everyone may read catalogue views; others want db_owner unless this is true. */
  isPublic?: boolean;
}

/** Finds a view that exists in some databases only, or whose name depends on what is there. */
export type VirtualTableProvider = (
  database: Database,
  schema: string,
  name: string,
) => VirtualTable | undefined;

/** Virtual tables of every database by schema and name. User tables of the same name come first. */
export class VirtualTables {
  private readonly byName = new Map<string, VirtualTable>();
  private readonly providers: VirtualTableProvider[] = [];

  register(...tables: VirtualTable[]): void {
    for (const table of tables) {
      this.byName.set(`${table.schema}.${table.name}`.toLowerCase(), table);
    }
  }

  provide(provider: VirtualTableProvider): void {
    this.providers.push(provider);
  }

  get all(): VirtualTable[] {
    return [...this.byName.values()];
  }

  find(database: Database, schema: string, name: string): VirtualTable | undefined {
    for (const provider of this.providers) {
      const found = provider(database, schema, name);
      if (found !== undefined) return found;
    }
    return this.byName.get(`${schema}.${name}`.toLowerCase());
  }
}
