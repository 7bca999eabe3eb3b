import { createHash } from 'node:crypto';
import { lakeColumnName } from '../wire/canonical-row';
import { tableName, type FeedTable } from '../wire/feed-table';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html */
const PARTITION_KEY_MAX = 256;

/**
 * As the task's table mappings have DMS choose it: the column that partitions, or the table's name where it holds
 * nothing. Of a text that Kinesis has no room for the start, which is the same for all changes of a row.
 */
export function rowPartitionKey(
  table: FeedTable,
  row: Readonly<Record<string, string | null>>,
): string {
  const column = table.partitionBy ?? table.key[0];
  const value = column === undefined ? undefined : row[lakeColumnName(column)];
  const isHeld = typeof value === 'string' && value !== '';
  return isHeld ? value.slice(0, PARTITION_KEY_MAX) : tableName(table);
}

/** The same for all changes of an item, as DynamoDB's is; DynamoDB does not tell how it makes its own. */
export function itemPartitionKey(keyJson: string): string {
  return createHash('md5').update(keyJson).digest('hex').toUpperCase();
}
