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
  const [scanned] = await database.query('SELECT sys.fn_cdc_get_max_lsn() AS lsn');
  const { newest } = await logRange(database);
  const [last] = [newest, hex(scanned?.['lsn'])]
    .map((lsn) => lsn ?? FIRST_LSN)
    .sort()
    .slice(-1);
  return last ?? FIRST_LSN;
}

async function logRange(
  database: SourceDatabase,
): Promise<{ oldest: string | undefined; newest: string | undefined }> {
  const [row] = await database.query(
    'SELECT oldest_lsn, newest_lsn FROM sys.fn_standin_log_range()',
  );
  return { oldest: hex(row?.['oldest_lsn']), newest: hex(row?.['newest_lsn']) };
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
): AsyncGenerator<SourceChange[]> {
  try {
    yield* keptChanges(database, lsn, selects);
  } catch (error) {
    if ((error as { number?: number }).number !== LOG_SCAN_NUMBER_INVALID) throw error;
    const { oldest } = await logRange(database);
    throw new LogTruncatedError(lsn, oldest ?? (await newestLsn(database)));
  }
}

/** Blocks of the log read at once: the server holds a whole answer in memory. */
const BLOCKS_MAX = 100;

function readBlocks(database: SourceDatabase, after: string): Promise<SqlRow[]> {
  return database.query(
    `SELECT TOP (${BLOCKS_MAX}) commit_lsn, commit_time, transaction_id, changes FROM sys.fn_standin_log(0x${after})`,
  );
}

/** The next blocks are read while one is worked on. */
async function* keptChanges(
  database: SourceDatabase,
  lsn: string,
  selects: (schema: string, table: string) => boolean,
): AsyncGenerator<SourceChange[]> {
  for (let next: Promise<SqlRow[]> | undefined = readBlocks(database, lsn); next !== undefined;) {
    const blocks: SqlRow[] = await next;
    const after = blocks.length === BLOCKS_MAX ? lastSeqval(blocks) : undefined;
    next = after === undefined ? undefined : readBlocks(database, after);
    // Whoever leaves before it was awaited left for a reason of their own.
    next?.catch(() => undefined);
    for (const block of blocks) {
      yield changesOf(block).filter(({ schema, table }) => selects(schema, table));
    }
  }
}

function lastSeqval(blocks: readonly SqlRow[]): string | undefined {
  return blocks.slice(-1).flatMap(changesOf).at(-1)?.position.seqval;
}

/** As `sys.fn_standin_log` writes them. */
type LoggedChange = Pick<SourceChange, 'operation' | 'schema' | 'table' | 'row' | 'before'> & {
  seqval: string;
};

function changesOf(block: SqlRow): SourceChange[] {
  const lsn = hex(block['commit_lsn']) ?? '';
  const commitTimeMs = (block['commit_time'] as Date).getTime();
  const transactionId = String(block['transaction_id']);
  const logged = JSON.parse((block['changes'] as Buffer).toString()) as LoggedChange[];
  // Member by member: to spread what JSON.parse gave takes several times as long.
  return logged.map(({ seqval, operation, schema, table, row, before }) => ({
    operation,
    schema,
    table,
    row,
    ...(before !== undefined && { before }),
    position: { lsn, seqval },
    commitTimeMs,
    transactionId,
  }));
}

export function hex(value: unknown): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : undefined;
}
