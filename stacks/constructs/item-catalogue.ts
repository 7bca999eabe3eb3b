import { Construct } from 'constructs';
import type { ItemColumns } from '../../settings/item-columns';
import type { ItemLakeOutputs } from '../../wire/feed-outputs';
import { columnOf } from '../../wire/item-column';
import { ITEM_ROW_COLUMNS } from '../../wire/item-row';
import {
  currentItemsColumns,
  currentItemsView,
  itemChangesColumns,
  itemChangesView,
  TIED_KEYS_COLUMNS,
  tiedKeysView,
  type ItemSource,
} from './item-view-sql';
import { addRowsTable, addView, rowsTableName, viewName, type CataloguePlace } from './rows-table';

export interface ItemCatalogueProps {
  place: CataloguePlace;
  columns: ItemColumns;
  /** The DynamoDB table, whose rows the views show. */
  tableName: string;
}

const CHANGES = 'item-changes';
const CURRENT = 'current';
const TIES = 'ties';

/** The table over a DynamoDB feed's rows, and the views: typed changes, items, and keys in doubt. */
export class ItemCatalogue extends Construct {
  readonly table: string;
  readonly views: ItemLakeOutputs['views'];

  constructor(scope: Construct, id: string, { place, columns, tableName }: ItemCatalogueProps) {
    super(scope, id);
    const rows = addRowsTable(this, place, [
      ...ITEM_ROW_COLUMNS,
      ...columns.map(({ attribute }) => columnOf(attribute)),
    ]);
    this.table = rows.name;
    const source: ItemSource = {
      database: place.lake.databaseText,
      table: rowsTableName(place.naming.feedId),
      tableName,
    };
    const changes = {
      id: CHANGES,
      sql: itemChangesView(columns, source),
      columns: itemChangesColumns(columns),
    };
    const current = {
      id: CURRENT,
      sql: currentItemsView(columns, source),
      columns: currentItemsColumns(columns),
    };
    const ties = { id: TIES, sql: tiedKeysView(source), columns: TIED_KEYS_COLUMNS };
    this.views = {
      changes: addView(this, { place, rows }, changes),
      current: addView(this, { place, rows }, current),
      ties: addView(this, { place, rows }, ties),
    };
  }
}

/** The names as text, for a side that does not see the catalogue's account. */
export function itemCatalogueNames(feedId: string) {
  return {
    table: rowsTableName(feedId),
    views: {
      changes: viewName(feedId, CHANGES),
      current: viewName(feedId, CURRENT),
      ties: viewName(feedId, TIES),
    },
  };
}
