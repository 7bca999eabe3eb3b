import type { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { Construct } from 'constructs';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { LAKE_ROW_COLUMNS } from '../../wire/lake-row';
import { addRowsTable, addView, rowsTableName, type CataloguePlace } from './rows-table';
import type { ViewColumn, ViewSource } from './view-column';
import { changesColumns, changesView, currentColumns, currentView } from './view-sql';

export interface RowCatalogueProps {
  place: CataloguePlace;
  tables: readonly FeedTable[];
}

/** `current` is empty for a table without a key: its rows cannot be told apart. */
type Views = Record<string, { changes: string; current: string }>;

/** The table over the feed's rows, and two views of each source table. */
export class RowCatalogue extends Construct {
  readonly table: string;
  readonly views: Views;

  constructor(scope: Construct, id: string, { place, tables }: RowCatalogueProps) {
    super(scope, id);
    const rows = addRowsTable(this, place, LAKE_ROW_COLUMNS);
    this.table = rows.name;
    this.views = Object.fromEntries(
      tables.map((table) => [tableName(table), this.addViews(table, place, rows)]),
    );
  }

  private addViews(table: FeedTable, place: CataloguePlace, rows: GlueCatalogTable) {
    const source: ViewSource = {
      database: place.lake.databaseText,
      table: rowsTableName(place.naming.feedId),
    };
    const base = `${table.schema}_${table.name}`.toLowerCase();
    const add = (kind: string, sql: string, columns: ViewColumn[]) =>
      addView(this, { place, rows }, { id: `${base}-${kind}`, sql, columns });
    return {
      changes: add('changes', changesView(table, source), changesColumns(table)),
      current:
        table.key.length === 0
          ? ''
          : add('current', currentView(table, source), currentColumns(table)),
    };
  }
}
