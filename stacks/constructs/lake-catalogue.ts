import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { Construct } from 'constructs';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { LAKE_ROW_COLUMNS } from '../../wire/lake-row';
import { lakeDatabaseName, type LakePlace } from '../lake';
import type { FeedContext } from './feed-context';
import { PARTITION_COLUMNS, partitionProjection } from './partition-projection';
import { encodeView, VIEW_MARKS } from './view-encoding';
import {
  changesColumns,
  currentColumns,
  changesView,
  currentView,
  type ViewColumn,
  type ViewSource,
} from './view-sql';

export interface LakeCatalogueProps {
  context: FeedContext;
  tables: readonly FeedTable[];
  lake: LakePlace;
  /** Where the rows lie, ending in `/`. */
  prefix: string;
}

/** `current` is empty for a table without a key: its rows cannot be told apart. */
type Views = Record<string, { changes: string; current: string }>;

/** The table over the feed's rows, and two views of each source table. */
export class LakeCatalogue extends Construct {
  readonly table: string;
  readonly views: Views;

  constructor(scope: Construct, id: string, props: LakeCatalogueProps) {
    super(scope, id);
    const rows = this.addRows(props);
    this.table = rows.name;
    this.views = Object.fromEntries(
      props.tables.map((table) => [tableName(table), this.addViews(table, props, rows)]),
    );
  }

  private addRows({ context, lake, prefix }: LakeCatalogueProps): GlueCatalogTable {
    const location = `s3://${lake.bucketName}/${prefix}`;
    const firstDay = context.settings.lake.firstDay;
    return new GlueCatalogTable(this, 'rows', {
      databaseName: lake.databaseName,
      name: rowsTableName(context.feedId),
      description: 'Every change of the feed, values as exact text',
      tableType: 'EXTERNAL_TABLE',
      parameters: { classification: 'json', ...partitionProjection({ location, firstDay }) },
      partitionKeys: PARTITION_COLUMNS.map((name) => ({ name, type: 'string' })),
      storageDescriptor: {
        location,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serDeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        columns: LAKE_ROW_COLUMNS.map((name) => ({ name, type: 'string' })),
      },
    });
  }

  private addViews(table: FeedTable, props: LakeCatalogueProps, rows: GlueCatalogTable) {
    const { context } = props;
    const database = lakeDatabaseName(context.settings);
    const source: ViewSource = { database, table: rowsTableName(context.feedId) };
    const base = `${table.schema}_${table.name}`.toLowerCase();
    const add = (kind: string, sql: string, columns: ViewColumn[]) =>
      this.addView({ id: `${base}-${kind}`, sql, columns, database }, props, rows);
    return {
      changes: add('changes', changesView(table, source), changesColumns(table)),
      current:
        table.key.length === 0
          ? ''
          : add('current', currentView(table, source), currentColumns(table)),
    };
  }

  private addView(
    view: { id: string; sql: string; columns: ViewColumn[]; database: string },
    { context, lake }: LakeCatalogueProps,
    rows: GlueCatalogTable,
  ): string {
    const name = `${context.feedId}_${view.id.replaceAll('-', '_')}`;
    new GlueCatalogTable(this, view.id, {
      databaseName: lake.databaseName,
      name,
      ...VIEW_MARKS,
      viewOriginalText: encodeView(view),
      storageDescriptor: {
        columns: view.columns.map((column) => ({ name: column.name, type: column.hive })),
      },
      dependsOn: [rows],
    });
    return name;
  }
}

function rowsTableName(feedId: string): string {
  return `${feedId}_changes`;
}
