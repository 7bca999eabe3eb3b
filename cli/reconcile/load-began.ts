import { tableName, type FeedTable } from '../../wire/feed-table';
import { queryLake } from '../query-lake';
import { tableStatistics } from '../steps/start-task';
import type { RelationalTarget } from '../target';

/** The clocks of DMS and of the stream need not agree to the second. */
const MARGIN_MILLISECONDS = 5000;

/**
 * When the newest of several loads of a table began, ISO 8601; undefined where the table was loaded once. A
 * second load brings every row of a table without a key again, and nothing tells it from a second row.
 */
export async function reloadBegan(
  target: RelationalTarget,
  table: FeedTable,
): Promise<string | undefined> {
  const began = await loadBegan(target, table);
  if (began === undefined) return undefined;
  const since = new Date(began.getTime() - MARGIN_MILLISECONDS).toISOString();
  const { database, table: all } = target.feed.lake;
  const { rows } = await queryLake(
    target.lake,
    `SELECT count(*) FROM "${database}"."${all}" WHERE table_name = '${tableName(table)}' AND operation = 'load' AND arrival_time < '${since}'`,
  );
  for await (const [earlier] of rows) return Number(earlier) > 0 ? since : undefined;
  return undefined;
}

async function loadBegan(target: RelationalTarget, table: FeedTable): Promise<Date | undefined> {
  const statistics = await tableStatistics(target);
  return statistics.find(
    ({ SchemaName = '', TableName = '' }) =>
      tableName({ schema: SchemaName, name: TableName }) === tableName(table),
  )?.FullLoadStartTime;
}
