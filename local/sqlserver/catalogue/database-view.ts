import type { CatalogueScope, VirtualTable } from '../engine/virtual-table';
import type { Database } from '../storage/database';
import type { SqlValue } from '../types/sql-type';
import { viewColumns } from './view-columns';
import type { ColumnKind } from './view-columns';

/** A view, open to everyone, whose rows come from the database alone. */
export function databaseView(
  place: { schema: 'sys' | 'INFORMATION_SCHEMA'; name: string },
  columns: Record<string, ColumnKind>,
  rows: (database: Database) => SqlValue[][],
): VirtualTable {
  return {
    ...place,
    isPublic: true,
    columns: viewColumns(columns),
    rows: ({ database }: CatalogueScope) => rows(database),
  };
}
