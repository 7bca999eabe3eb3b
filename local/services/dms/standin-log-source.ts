import type { ChangeSource, SourceChange } from './change';
import { FIRST_LSN, LogTruncatedError } from './change';
import type { SourceDatabase, SqlRow } from './source-database';

/**
 * Reads the stand-in's transaction log by `sys.fn_standin_log`, as DMS reads the log of a real server:
 * at once, whatever the capture job does. A real server has no such function.
 */
export function standinLogSource(
  database: SourceDatabase,
  selects: (schema: string, table: string) => boolean,
): ChangeSource {
  return {
    currentLsn: () => newestLsn(database),
    changesAfter: (lsn) => readChanges(database, lsn, selects),
    truncate: async () => {
      await database.query('EXEC sys.sp_standin_log_backup');
    },
  };
}

/** What a truncated log no longer holds, the capture job has scanned. */
async function newestLsn(database: SourceDatabase): Promise<string> {
  const [logged] = await database.query(
    'SELECT MAX(commit_lsn) AS lsn FROM sys.fn_standin_log(NULL)',
  );
  const [scanned] = await database.query('SELECT sys.fn_cdc_get_max_lsn() AS lsn');
  const [newest] = [hex(logged?.['lsn']), hex(scanned?.['lsn'])]
    .map((lsn) => lsn ?? FIRST_LSN)
    .sort()
    .slice(-1);
  return newest ?? FIRST_LSN;
}

/** True on the stand-in only. */
export async function hasStandinLog(database: SourceDatabase): Promise<boolean> {
  const [row] = await database.query("SELECT OBJECT_ID('sys.fn_standin_log') AS id");
  return (row?.['id'] ?? null) !== null;
}

/** https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-9003-database-engine-error */
const LOG_SCAN_NUMBER_INVALID = 9003;

async function* readChanges(
  database: SourceDatabase,
  lsn: string,
  selects: (schema: string, table: string) => boolean,
): AsyncGenerator<SourceChange> {
  try {
    yield* keptChanges(database, lsn, selects);
  } catch (error) {
    if ((error as { number?: number }).number !== LOG_SCAN_NUMBER_INVALID) throw error;
    const [row] = await database.query(
      'SELECT MIN(commit_lsn) AS lsn FROM sys.fn_standin_log(NULL)',
    );
    throw new LogTruncatedError(lsn, hex(row?.['lsn']) ?? (await newestLsn(database)));
  }
}

async function* keptChanges(
  database: SourceDatabase,
  lsn: string,
  selects: (schema: string, table: string) => boolean,
): AsyncGenerator<SourceChange> {
  let before: SqlRow | undefined;
  for await (const row of database.stream(
    `SELECT commit_lsn, seqval, commit_time, transaction_id, operation, schema_name, table_name, image FROM sys.fn_standin_log(0x${lsn})`,
  )) {
    if (!selects(String(row['schema_name']), String(row['table_name']))) continue;
    if (row['operation'] === OPERATION.updateBefore) before = row;
    else yield change(row, before);
    if (row['operation'] === OPERATION.updateAfter) before = undefined;
  }
}

/** https://learn.microsoft.com/sql/relational-databases/system-tables/cdc-capture-instance-ct-transact-sql */
export const OPERATION = { delete: 1, insert: 2, updateBefore: 3, updateAfter: 4 } as const;

export function operationName(operation: unknown): SourceChange['operation'] {
  if (operation === OPERATION.delete) return 'delete';
  return operation === OPERATION.insert ? 'insert' : 'update';
}

function change(row: SqlRow, before: SqlRow | undefined): SourceChange {
  return {
    operation: operationName(row['operation']),
    schema: String(row['schema_name']),
    table: String(row['table_name']),
    row: image(row),
    ...(before === undefined ? {} : { before: image(before) }),
    position: { lsn: hex(row['commit_lsn']) ?? '', seqval: hex(row['seqval']) ?? '' },
    commitTimeMs: (row['commit_time'] as Date).getTime(),
    transactionId: String(row['transaction_id']),
  };
}

function image(row: SqlRow): Record<string, string | null> {
  return JSON.parse(String(row['image'])) as Record<string, string | null>;
}

export function hex(value: unknown): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : undefined;
}
