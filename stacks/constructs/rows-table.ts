import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import type { Construct } from 'constructs';
import type { FeedNaming } from './feed-context';
import type { LakePlace } from './lake-storage';
import { PARTITION_COLUMNS, partitionProjection } from './partition-projection';
import { encodeView, VIEW_MARKS } from './view-encoding';
import type { ViewColumn } from './view-column';

/** A feed's tables and views stand in one Glue database. */
export interface CataloguePlace {
  naming: Pick<FeedNaming, 'settings' | 'feedId'>;
  lake: Pick<LakePlace, 'bucketName' | 'databaseName' | 'databaseText'>;
  /** Where the rows lie, ending in `/`. */
  prefix: string;
}

/**
 * The table over all lines of a feed's files, each column text as it stands there; a file can be queried as
 * soon as it lies there.
 */
export function addRowsTable(
  scope: Construct,
  { naming, lake, prefix }: CataloguePlace,
  columns: readonly string[],
): GlueCatalogTable {
  const location = `s3://${lake.bucketName}/${prefix}`;
  const firstDay = naming.settings.lake.firstDay;
  return new GlueCatalogTable(scope, 'rows', {
    databaseName: lake.databaseName,
    name: rowsTableName(naming.feedId),
    description: 'Every change of the feed, values as exact text',
    tableType: 'EXTERNAL_TABLE',
    parameters: { classification: 'json', ...partitionProjection({ location, firstDay }) },
    partitionKeys: PARTITION_COLUMNS.map((name) => ({ name, type: 'string' })),
    storageDescriptor: {
      location,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serDeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      columns: columns.map((name) => ({ name, type: 'string' })),
    },
  });
}

export interface CatalogueView {
  /** Construct id; with underscores also the end of the view's name. */
  id: string;
  sql: string;
  columns: readonly ViewColumn[];
}

/** A view over the feed's rows. Returns its name. */
export function addView(
  scope: Construct,
  { place, rows }: { place: CataloguePlace; rows: GlueCatalogTable },
  view: CatalogueView,
): string {
  const { naming, lake } = place;
  const name = viewName(naming.feedId, view.id);
  new GlueCatalogTable(scope, view.id, {
    databaseName: lake.databaseName,
    name,
    ...VIEW_MARKS,
    viewOriginalText: encodeView({ ...view, database: lake.databaseText }),
    storageDescriptor: {
      columns: view.columns.map((column) => ({ name: column.name, type: column.hive })),
    },
    dependsOn: [rows],
  });
  return name;
}

export function rowsTableName(feedId: string): string {
  return `${feedId}_changes`;
}

export function viewName(feedId: string, id: string): string {
  return `${feedId}_${id.replaceAll('-', '_')}`;
}
