import type { RunnerResponses } from '../../wire/database-runner';
import type { FeedTable } from '../../wire/feed-table';
import { tableName } from '../../wire/feed-table';
import { RequestError } from './feed-tables';
import type { Database } from './ports/database';

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sys-sp-cdc-enable-table-transact-sql */
const INSTANCES_MAX = 2;

/**
 * Makes a capture instance of the table's present columns. The one before it stays, so that no change falls
 * between the two; with two there already the older goes, which was read long ago.
 */
export async function recapture(
  database: Database,
  table: FeedTable,
): Promise<RunnerResponses['recapture']> {
  const { rows } = await database.query({
    text: `SELECT capture_instance, supports_net_changes FROM cdc.change_tables
WHERE source_object_id = OBJECT_ID(@table) ORDER BY create_date`,
    parameters: { table: tableName(table) },
  });
  const [oldest] = rows;
  if (oldest === undefined) {
    throw new RequestError(
      `${tableName(table)} has no capture instance yet: run "tributary sql apply"`,
    );
  }
  const names = rows.map((row) => String(row['capture_instance']));
  const dropped = names.length < INSTANCES_MAX ? null : (names[0] ?? null);
  const source = { schema: table.schema, name: table.name };
  if (dropped !== null) {
    await database.query({
      text: 'EXEC sys.sp_cdc_disable_table @source_schema = @schema, @source_name = @name, @capture_instance = @instance',
      parameters: { ...source, instance: dropped },
    });
  }
  const instance = nextName(table, names);
  await database.query({
    text: `EXEC sys.sp_cdc_enable_table @source_schema = @schema, @source_name = @name, @role_name = NULL,
@capture_instance = @instance, @supports_net_changes = ${oldest['supports_net_changes'] ? '1' : '0'}`,
    parameters: { ...source, instance },
  });
  return { instance, dropped };
}

/** `dbo_invoices_2` after `dbo_invoices`, `dbo_invoices_3` after that. */
function nextName({ schema, name }: FeedTable, taken: readonly string[]): string {
  const base = `${schema}_${name}`;
  const numbers = taken.map((instance) =>
    Number(/_(\d+)$/.exec(instance.slice(base.length))?.[1] ?? 1),
  );
  return `${base}_${Math.max(...numbers) + 1}`;
}
