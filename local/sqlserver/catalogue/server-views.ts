import type { VirtualTable } from '../engine/virtual-table';
import { databaseSettings } from '../engine/database-settings';
import { isCaptureEnabled } from '../cdc/capture-state';
import { dateTimeOf } from '../cdc/capture-tables';
import type { Database } from '../storage/database';
import type { SqlValue } from '../types/sql-type';
import { viewColumns } from './view-columns';

export const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';

const COMPATIBILITY_LEVEL = 150;
const RECOVERY_MODELS = ['FULL', 'BULK_LOGGED', 'SIMPLE'];
/** Only `model`, whose settings new databases take, is not SIMPLE. */
const SIMPLE_DATABASES: ReadonlySet<string> = new Set(['master', 'tempdb', 'msdb']);

/** FULL unless ALTER DATABASE said otherwise. */
export function recoveryModel(database: Database): string {
  const fallback = SIMPLE_DATABASES.has(database.name.toLowerCase()) ? 'SIMPLE' : 'FULL';
  return databaseSettings(database)['RECOVERY'] ?? fallback;
}

export const databasesView: VirtualTable = {
  schema: 'sys',
  name: 'databases',
  isPublic: true,
  columns: viewColumns({
    name: 'sysname',
    database_id: 'int',
    source_database_id: 'int?',
    owner_sid: 'sid?',
    create_date: 'datetime',
    compatibility_level: 'tinyint',
    collation_name: 'sysname?',
    user_access: 'tinyint?',
    user_access_desc: 'description?',
    is_read_only: 'bit?',
    is_auto_close_on: 'bit',
    state: 'tinyint?',
    state_desc: 'description?',
    snapshot_isolation_state: 'tinyint?',
    snapshot_isolation_state_desc: 'description?',
    is_read_committed_snapshot_on: 'bit?',
    recovery_model: 'tinyint?',
    recovery_model_desc: 'description?',
    is_cdc_enabled: 'bit',
    is_encrypted: 'bit?',
    is_published: 'bit',
  }),
  rows: ({ session }) => {
    const databases = [...session.engine.store.databases.values()];
    return databases.sort((a, b) => a.id - b.id).map(databaseRow);
  },
};

function databaseRow(database: Database): SqlValue[] {
  const settings = databaseSettings(database);
  const on = (name: string) => (settings[name] === 'ON' ? 1 : 0);
  const recovery = recoveryModel(database);
  const access = on('SINGLE_USER') ? 1 : on('RESTRICTED_USER') ? 2 : 0;
  return [
    database.name,
    database.id,
    null,
    Uint8Array.of(1),
    dateTimeOf(database.createdMs),
    Number(settings['COMPATIBILITY_LEVEL'] ?? COMPATIBILITY_LEVEL),
    COLLATION,
    access,
    ['MULTI_USER', 'SINGLE_USER', 'RESTRICTED_USER'][access] ?? null,
    on('READ_ONLY'),
    on('AUTO_CLOSE'),
    0,
    'ONLINE',
    on('ALLOW_SNAPSHOT_ISOLATION'),
    on('ALLOW_SNAPSHOT_ISOLATION') ? 'ON' : 'OFF',
    on('READ_COMMITTED_SNAPSHOT'),
    RECOVERY_MODELS.indexOf(recovery) + 1,
    recovery,
    Number(isCaptureEnabled(database)),
    0,
    0,
  ];
}

/** Those that change data capture and its checks look at. */
const CONFIGURATIONS: readonly [
  id: number,
  name: string,
  value: number,
  maximum: number,
  description: string,
][] = [
  [102, 'allow updates', 0, 1, 'Allow updates to system tables'],
  [103, 'user connections', 0, 32767, 'Number of user connections allowed'],
  [518, 'show advanced options', 0, 1, 'show advanced options'],
  [
    1536,
    'max text repl size (B)',
    65536,
    2147483647,
    'Maximum size of a text field in replication.',
  ],
  [1562, 'clr enabled', 0, 1, 'CLR user code execution enabled in the server'],
];

export const configurationsView: VirtualTable = {
  schema: 'sys',
  name: 'configurations',
  isPublic: true,
  columns: viewColumns({
    configuration_id: 'int',
    name: 'sysname',
    value: 'int?',
    minimum: 'int?',
    maximum: 'int?',
    value_in_use: 'int?',
    description: 'text',
    is_dynamic: 'bit',
    is_advanced: 'bit',
  }),
  rows: () =>
    CONFIGURATIONS.map(([id, name, value, maximum, description]) => [
      id,
      name,
      value,
      0,
      maximum,
      value,
      description,
      1,
      1,
    ]),
};

/** SQL Server Agent runs as long as the server does: the capture and cleanup jobs are its. */
export const serverServicesView: VirtualTable = {
  schema: 'sys',
  name: 'dm_server_services',
  columns: viewColumns({
    servicename: 'text',
    startup_type: 'int?',
    startup_type_desc: 'text',
    status: 'int?',
    status_desc: 'text',
  }),
  rows: () => [
    ['SQL Server (MSSQLSERVER)', 2, 'Automatic', 4, 'Running'],
    ['SQL Server Agent (MSSQLSERVER)', 2, 'Automatic', 4, 'Running'],
  ],
};
