import { FIRST_LSN, LogTruncatedError, type ChangeSource, type SourceChange } from './change';
import type { SourceDatabase, SqlRow } from './source-database';
import { quoteName } from '../../../wire/select-as-text';
import { selectAsText, type SourceTable } from './source-table';
import { hex } from './standin-log-source';

interface CaptureInstance {
  name: string;
  table: SourceTable;
}

/**
 * Reads the capture instances of a real SQL Server, merged in commit order. They fill when the capture
 * job scans, so a change is seen up to one polling interval after its commit.
 * https://learn.microsoft.com/sql/relational-databases/system-functions/cdc-fn-cdc-get-all-changes-capture-instance-transact-sql
 */
export async function captureInstanceSource(
  database: SourceDatabase,
  tables: readonly SourceTable[],
): Promise<ChangeSource> {
  const instances = await captureInstances(database, tables);
  return {
    currentLsn: async () => (await maxLsn(database)) ?? FIRST_LSN,
    changesAfter: (lsn) => mergedChanges(database, instances, lsn),
  };
}

async function captureInstances(
  database: SourceDatabase,
  tables: readonly SourceTable[],
): Promise<CaptureInstance[]> {
  const rows = await database.query(
    `SELECT ct.capture_instance, OBJECT_SCHEMA_NAME(ct.source_object_id) AS schema_name,
  OBJECT_NAME(ct.source_object_id) AS table_name FROM cdc.change_tables ct ORDER BY ct.create_date`,
  );
  return tables.map((table) => {
    const row = rows.findLast(
      (candidate) =>
        candidate['schema_name'] === table.schema && candidate['table_name'] === table.name,
    );
    if (row === undefined) {
      throw new Error(
        `${table.schema}.${table.name} has no capture instance. Run "tributary sql apply", or enable CDC on the table.`,
      );
    }
    return { name: String(row['capture_instance']), table };
  });
}

async function maxLsn(database: SourceDatabase): Promise<string | undefined> {
  const [row] = await database.query('SELECT sys.fn_cdc_get_max_lsn() AS lsn');
  return hex(row?.['lsn']);
}

async function* mergedChanges(
  database: SourceDatabase,
  instances: readonly CaptureInstance[],
  lsn: string,
): AsyncGenerator<SourceChange[]> {
  const to = await maxLsn(database);
  if (to === undefined || to <= lsn) return;
  const changes: SourceChange[] = [];
  for (const instance of instances) {
    const from = await lowerBound(database, instance, lsn);
    if (from > to) continue;
    try {
      changes.push(...(await readInstance(database, instance, { from, to })));
    } catch (error) {
      // The clean-up job may have come between the two: then the bound is another now.
      if ((error as { number?: number }).number === RANGE_INVALID) {
        await lowerBound(database, instance, lsn);
      }
      throw error;
    }
  }
  yield changes.sort(inCommitOrder);
}

/**
 * What the function says of a range that lies outside of what its change table holds.
 * https://learn.microsoft.com/sql/relational-databases/system-functions/cdc-fn-cdc-get-all-changes-capture-instance-transact-sql
 */
const RANGE_INVALID = 313;

async function lowerBound(
  database: SourceDatabase,
  instance: CaptureInstance,
  lsn: string,
): Promise<string> {
  const [row] = await database.query(
    `SELECT sys.fn_cdc_increment_lsn(0x${lsn}) AS following, sys.fn_cdc_get_min_lsn(N'${instance.name.replaceAll("'", "''")}') AS oldest`,
  );
  const following = hex(row?.['following']) ?? lsn;
  const oldest = hex(row?.['oldest']) ?? FIRST_LSN;
  if (oldest <= following) return following;
  if (lsn !== FIRST_LSN) throw new LogTruncatedError(lsn, oldest);
  return oldest;
}

/** https://learn.microsoft.com/sql/relational-databases/system-tables/cdc-capture-instance-ct-transact-sql */
const OPERATION = { delete: 1, insert: 2, updateBefore: 3, updateAfter: 4 } as const;

function operationName(operation: unknown): SourceChange['operation'] {
  if (operation === OPERATION.delete) return 'delete';
  return operation === OPERATION.insert ? 'insert' : 'update';
}

async function readInstance(
  database: SourceDatabase,
  instance: CaptureInstance,
  range: { from: string; to: string },
): Promise<SourceChange[]> {
  const columns = instance.table.columns.map(selectAsText).join(', ');
  const rows = await database.query(
    `SELECT __$start_lsn, __$seqval, __$operation, sys.fn_cdc_map_lsn_to_time(__$start_lsn) AS __$commit_time, ${columns}
FROM cdc.${quoteName(`fn_cdc_get_all_changes_${instance.name}`)}(0x${range.from}, 0x${range.to}, N'all update old')
ORDER BY __$start_lsn, __$seqval, __$operation`,
  );
  const changes: SourceChange[] = [];
  let before: SqlRow | undefined;
  for (const row of rows) {
    if (row['__$operation'] === OPERATION.updateBefore) before = row;
    else changes.push(change(instance.table, row, before));
    if (row['__$operation'] === OPERATION.updateAfter) before = undefined;
  }
  return changes;
}

function change(table: SourceTable, row: SqlRow, before: SqlRow | undefined): SourceChange {
  const lsn = hex(row['__$start_lsn']) ?? '';
  return {
    operation: operationName(row['__$operation']),
    schema: table.schema,
    table: table.name,
    row: image(table, row),
    ...(before === undefined ? {} : { before: image(table, before) }),
    position: { lsn, seqval: hex(row['__$seqval']) ?? '' },
    commitTimeMs: (row['__$commit_time'] as Date).getTime(),
    transactionId: String(BigInt(`0x${lsn}`) % 10n ** 15n),
  };
}

function image(table: SourceTable, row: SqlRow): Record<string, string | null> {
  return Object.fromEntries(
    table.columns.map(({ name }) => [name, (row[name] ?? null) as string | null]),
  );
}

function inCommitOrder(a: SourceChange, b: SourceChange): number {
  return compare(a.position.lsn, b.position.lsn) || compare(a.position.seqval, b.position.seqval);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
