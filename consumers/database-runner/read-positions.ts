import type { CapturePosition, CapturePositions } from '../../wire/database-runner';
import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { quoteName } from '../../wire/select-as-text';
import type { Database, Row } from './ports/database';

/** The server lacks the view: change data capture is off. */
const UNKNOWN_OBJECT = 208;

/**
 * How far change data capture reaches back, and what it holds after the position `after`. A database where
 * it is off has no positions; `check` tells that.
 */
export async function readPositions(
  database: Database,
  tables: readonly FeedTable[],
  after: string | null,
): Promise<CapturePositions> {
  const instances = await captureInstances(database);
  if (instances === undefined) return { newestLsn: null, retentionMinutes: null, tables: [] };
  const { rows } = await database.query({ text: 'SELECT sys.fn_cdc_get_max_lsn() AS lsn' });
  const positions: CapturePosition[] = [];
  for (const table of tables.map(tableName)) {
    const own = instances.filter((instance) => instance.table === table.toLowerCase());
    const [oldest] = own.sort((a, b) => (a.startLsn < b.startLsn ? -1 : 1));
    if (oldest === undefined) continue;
    const unreadSeconds = after === null ? null : await ageOfOldest(database, oldest.name, after);
    positions.push({ table, oldestLsn: oldest.startLsn, unreadSeconds });
  }
  const newestLsn = hex(rows[0]?.['lsn']) ?? null;
  return { newestLsn, retentionMinutes: await retentionMinutes(database), tables: positions };
}

async function captureInstances(
  database: Database,
): Promise<{ name: string; table: string; startLsn: string }[] | undefined> {
  let rows: Row[];
  try {
    ({ rows } = await database.query({
      text: `SELECT capture_instance, start_lsn, OBJECT_SCHEMA_NAME(source_object_id) AS schema_name,
OBJECT_NAME(source_object_id) AS table_name FROM cdc.change_tables`,
    }));
  } catch (error) {
    if ((error as { number?: number }).number === UNKNOWN_OBJECT) return undefined;
    throw error;
  }
  return rows.map((row) => ({
    name: String(row['capture_instance']),
    table: `${String(row['schema_name'])}.${String(row['table_name'])}`.toLowerCase(),
    startLsn: hex(row['start_lsn']) ?? '',
  }));
}

/** By the server's own clock, in which the mapped times are as well. */
async function ageOfOldest(
  database: Database,
  instance: string,
  after: string,
): Promise<number | null> {
  const { rows } = await database.query({
    text: `SELECT MIN(__$start_lsn) AS lsn FROM cdc.${quoteName(`${instance}_CT`)} WHERE __$start_lsn > 0x${after}`,
  });
  const oldest = hex(rows[0]?.['lsn']);
  if (oldest === undefined) return null;
  const age = await database.query({
    text: `SELECT DATEDIFF(second, sys.fn_cdc_map_lsn_to_time(0x${oldest}), GETDATE()) AS age`,
  });
  return Math.max(0, Number(age.rows[0]?.['age'] ?? 0));
}

async function retentionMinutes(database: Database): Promise<number | null> {
  const { rows } = await database.query({ text: 'EXEC sys.sp_cdc_help_jobs' });
  const job = rows.find((row) => row['job_type'] === 'cleanup');
  return job === undefined ? null : Number(job['retention']);
}

function hex(value: unknown): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : undefined;
}
