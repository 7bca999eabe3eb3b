import { CAPTURE_INSTANCE_OF } from '../../wire/database-runner';
import type { CheckFinding, FindingKind } from '../../wire/database-runner';
import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { isLargeObject, parseSqlServerType } from '../../wire/sql-server-type';
import { columnLooks } from './check-columns';
import type { Database, Row } from './ports/database';
import { DMS_LOGIN } from './provision-dms-login';

export interface CaptureCheck {
  tables: readonly FeedTable[];
  pollingSeconds: number;
}

export interface Look {
  kind: FindingKind;
  subject: string;
  mend: string;
  look: () => Promise<{ ok: boolean; found: string }>;
}

const APPLY = 'tributary sql apply';
/** RDS and a failover can leave CDC on without its jobs, a restore takes away all of it. */
const LOST = `Run \`${APPLY}\`; after a restore reload the tables, since the changes in between are lost`;

/** Goes through all that change data capture needs; a look that fails is a finding, never an exception. */
export async function checkCapture(
  database: Database,
  check: CaptureCheck,
): Promise<CheckFinding[]> {
  const looks = [
    ...databaseLooks(database),
    ...jobLooks(database, check.pollingSeconds),
    ...check.tables.flatMap((table) => tableLooks(database, table)),
  ];
  const findings: CheckFinding[] = [];
  for (const look of looks) findings.push(await finding(look));
  return findings;
}

/** A view that this server does not have, as 2012's lack some and the stand-in does. */
const UNKNOWN_OBJECT = 208;

async function finding({ kind, subject, mend, look }: Look): Promise<CheckFinding> {
  try {
    const { ok, found } = await look();
    return { kind, subject, ok, found, mend: ok ? '' : mend };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { kind, subject, ok: false, found, mend };
  }
}

function databaseLooks(database: Database): Look[] {
  const state = async (): Promise<Row> => {
    const text =
      'SELECT recovery_model_desc, is_cdc_enabled FROM sys.databases WHERE name = DB_NAME()';
    return (await database.query({ text })).rows[0] ?? {};
  };
  return [
    {
      kind: 'setup',
      subject: 'recovery model',
      mend: 'On RDS turn automated backups on (retention of a day or more); elsewhere ALTER DATABASE … SET RECOVERY FULL',
      look: async () => {
        const found = String((await state())['recovery_model_desc']);
        return { ok: found === 'FULL', found };
      },
    },
    {
      kind: 'setup',
      subject: 'first backup',
      mend: 'Wait for RDS’s first automated backup, or take a full backup',
      look: () => firstBackup(database),
    },
    {
      kind: 'capture-off',
      subject: 'change data capture of the database',
      mend: LOST,
      look: async () => {
        const on = Boolean((await state())['is_cdc_enabled']);
        return { ok: on, found: on ? 'on' : 'off' };
      },
    },
    {
      kind: 'setup',
      subject: `rights of ${DMS_LOGIN}`,
      mend: 'Run `tributary sql apply`, which makes the login and grants its rights',
      look: () => rights(database),
    },
  ];
}

async function firstBackup(database: Database): Promise<{ ok: boolean; found: string }> {
  try {
    const { rows } = await database.query({
      text: 'SELECT CONVERT(varchar(40), last_log_backup_lsn) AS lsn FROM sys.database_recovery_status WHERE database_id = DB_ID()',
    });
    const lsn = (rows[0]?.['lsn'] ?? null) as string | null;
    return { ok: lsn !== null, found: lsn === null ? 'none was taken' : 'taken' };
  } catch (error) {
    if ((error as { number?: number }).number !== UNKNOWN_OBJECT) throw error;
    return { ok: true, found: 'this server does not tell' };
  }
}

async function rights(database: Database): Promise<{ ok: boolean; found: string }> {
  const { rows } = await database.query({
    text: "SELECT IS_ROLEMEMBER(N'db_owner', @login) AS is_owner",
    parameters: { login: DMS_LOGIN },
  });
  const isOwner = (rows[0]?.['is_owner'] ?? null) as number | null;
  if (isOwner === null) return { ok: false, found: 'no such user in the database' };
  return { ok: isOwner === 1, found: isOwner === 1 ? 'db_owner' : 'not in db_owner' };
}

function jobLooks(database: Database, pollingSeconds: number): Look[] {
  const captureJob = async () => {
    const { rows } = await database.query({ text: 'EXEC sys.sp_cdc_help_jobs' });
    return rows.find((row) => row['job_type'] === 'capture');
  };
  const presence: Look = {
    kind: 'capture-off',
    subject: 'capture job',
    mend: LOST,
    look: async () => {
      const found = (await captureJob()) === undefined ? 'there is none' : 'there is one';
      return { ok: found === 'there is one', found };
    },
  };
  const interval: Look = {
    kind: 'polling-interval',
    subject: 'interval of the capture job',
    mend: 'Run `tributary sql apply`: a failover of RDS makes the job anew, with 5 s',
    look: async () => {
      const job = await captureJob();
      if (job === undefined) return { ok: true, found: 'there is no capture job' };
      const seconds = Number(job['pollinginterval']);
      const found = `${seconds} s, ${pollingSeconds} s wanted`;
      return { ok: seconds === pollingSeconds, found };
    },
  };
  return [presence, interval];
}

function tableLooks(database: Database, table: FeedTable): Look[] {
  const name = tableName(table);
  return [
    {
      kind: 'capture-off',
      subject: `${CAPTURE_INSTANCE_OF} ${name}`,
      mend: LOST,
      look: () => captureInstance(database, name),
    },
    ...columnLooks(database, table),
    {
      kind: 'setup',
      subject: `large columns of ${name}`,
      mend: 'DMS follows changes of large columns only in a table with a primary key: add one, or leave the columns out',
      look: () => largeColumns(database, table),
    },
  ];
}

async function captureInstance(
  database: Database,
  table: string,
): Promise<{ ok: boolean; found: string }> {
  const parameters = { table };
  const source = await database.query({ text: 'SELECT OBJECT_ID(@table) AS id', parameters });
  if ((source.rows[0]?.['id'] ?? null) === null)
    return { ok: false, found: 'the table does not exist' };
  const { rows } = await database.query({
    text: 'SELECT capture_instance FROM cdc.change_tables WHERE source_object_id = OBJECT_ID(@table)',
    parameters,
  });
  const names = rows.map((row) => String(row['capture_instance'])).join(', ');
  return { ok: rows.length > 0, found: rows.length === 0 ? 'there is none' : names };
}

async function largeColumns(
  database: Database,
  table: FeedTable,
): Promise<{ ok: boolean; found: string }> {
  const large = Object.entries(table.columns)
    .filter(([, type]) => isLargeObject(parseSqlServerType(type)))
    .map(([column]) => column);
  if (large.length === 0) return { ok: true, found: 'none' };
  const { rows } = await database.query({
    text: 'SELECT name FROM sys.indexes WHERE object_id = OBJECT_ID(@table) AND is_primary_key = 1',
    parameters: { table: tableName(table) },
  });
  const found = `${large.join(', ')}, ${rows.length === 0 ? 'without' : 'with'} a primary key`;
  return { ok: rows.length > 0, found };
}
