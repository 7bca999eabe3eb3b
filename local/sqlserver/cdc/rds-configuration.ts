import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { SqlType, SqlValue } from '../types/sql-type';
import { cdcError } from './cdc-error';
import { SYSNAME, optional, required, requiredText, textArgument } from './procedure-arguments';
import { SqlError } from '../sql-error';

const FACT_PREFIX = 'rds configuration ';

/** Name, default and description; RDS applies them to the capture jobs that a failover makes anew. */
const SETTINGS: readonly [name: string, value: number, description: string][] = [
  ['cdc_capture_maxtrans', 500, 'Maximum number of transactions to process in each scan cycle.'],
  [
    'cdc_capture_maxscans',
    10,
    'Maximum number of scan cycles to execute to extract all rows from the log.',
  ],
  ['cdc_capture_continuous', 1, 'Whether the capture job runs continuously.'],
  ['cdc_capture_pollinginterval', 5, 'Number of seconds between log scan cycles.'],
  [
    'cdc_cleanup_retention',
    4320,
    'Number of minutes that change rows are retained in change tables.',
  ],
  [
    'cdc_cleanup_threshold',
    5000,
    'Maximum number of entries deleted by a single statement on cleanup.',
  ],
];

const RESULT: [string, SqlType][] = [
  ['name', SYSNAME],
  ['value', { name: 'nvarchar', length: 256 }],
  ['description', { name: 'nvarchar', length: 1024 }],
];

/** `msdb.dbo.rds_set_configuration` and `rds_show_configuration`, for the settings of change data capture. */
export const rdsConfigurationProcedures: SystemProcedure[] = [
  {
    database: 'msdb',
    schema: 'dbo',
    name: 'rds_set_configuration',
    parameters: [required('@name'), required('@value', { name: 'nvarchar', length: 256 })],
    run: setConfiguration,
  },
  {
    database: 'msdb',
    schema: 'dbo',
    name: 'rds_show_configuration',
    parameters: [optional('@name')],
    run: showConfiguration,
  },
];

async function setConfiguration(call: ProcedureCall): Promise<number> {
  const { session } = call;
  if (!session.isAdministrator) throw cdcError(22904);
  const name = requiredText(call, '@name').toLowerCase();
  const value = Number(requiredText(call, '@value'));
  if (!SETTINGS.some(([known]) => known === name))
    throw new SqlError(50000, `'${name}' is not a valid configuration option.`);
  if (!Number.isInteger(value) || value < 0)
    throw new SqlError(50000, `The value of '${name}' must be a whole number.`);
  await session.write((transaction) => {
    transaction.define({ kind: 'fact', name: `${FACT_PREFIX}${name}`, value });
  });
  return 0;
}

function showConfiguration(call: ProcedureCall): number {
  const wanted = textArgument(call, '@name')?.toLowerCase();
  const rows = SETTINGS.filter(([name]) => wanted === undefined || name === wanted).map(
    ([name, fallback, description]): SqlValue[] => {
      const value = call.session.engine.store.facts.get(`${FACT_PREFIX}${name}`);
      return [name, String(typeof value === 'number' ? value : fallback), description];
    },
  );
  call.sink.columns(RESULT.map(([name, type]) => ({ name, type, nullable: true })));
  for (const row of rows) call.sink.row(row);
  call.sink.done(rows.length);
  return 0;
}
