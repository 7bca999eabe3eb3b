import { isLob, type SourceColumn, type SourceTable } from './source-table';
import { microseconds, type StreamRecord } from './record';

const DMS_TYPES: Readonly<Record<string, string>> = {
  bit: 'BOOL',
  tinyint: 'UINT8',
  smallint: 'INT16',
  int: 'INT32',
  bigint: 'INT64',
  decimal: 'NUMERIC',
  numeric: 'NUMERIC',
  money: 'NUMERIC',
  smallmoney: 'NUMERIC',
  real: 'FLOAT',
  float: 'DOUBLE',
  date: 'DATE32',
  time: 'TIME32',
  datetime: 'TIMESTAMP',
  smalldatetime: 'TIMESTAMP',
  datetime2: 'TIMESTAMP',
  datetimeoffset: 'WSTRING',
  nchar: 'WSTRING',
  nvarchar: 'WSTRING',
  binary: 'BYTES',
  varbinary: 'BYTES',
};

/** The table in which DMS notes rows it could not apply; every task announces it. */
const APPLY_EXCEPTIONS: SourceTable = {
  schema: '',
  name: 'awsdms_apply_exceptions',
  primaryKey: [],
  columns: ['TASK_NAME', 'TABLE_OWNER', 'TABLE_NAME', 'ERROR_TIME', 'STATEMENT', 'ERROR'].map(
    (name) => ({
      name,
      type: name === 'ERROR_TIME' ? 'datetime2' : 'varchar',
      length: 128,
      precision: 0,
      scale: 0,
      nullable: false,
    }),
  ),
};

export interface ControlSettings {
  taskResourceId: string;
  includeControlDetails: boolean;
  includePartitionValue: boolean;
  dropAndCreate: boolean;
}

/** The control records of a task's start, in order: its own table, then each table of the load. */
export function startRecords(
  tables: readonly SourceTable[],
  nowMs: number,
  settings: ControlSettings,
): StreamRecord[] {
  const perTable = settings.dropAndCreate ? ['drop-table', 'create-table'] : ['create-table'];
  return [
    controlRecord('create-table', APPLY_EXCEPTIONS, { nowMs, settings }),
    ...tables.flatMap((table) =>
      perTable.map((operation) => controlRecord(operation, table, { nowMs, settings })),
    ),
  ];
}

function controlRecord(
  operation: string,
  table: SourceTable,
  context: { nowMs: number; settings: ControlSettings },
): StreamRecord {
  const { settings } = context;
  const metadata = {
    timestamp: microseconds(context.nowMs),
    'record-type': 'control',
    operation,
    'partition-key-type': 'task-id',
    ...(settings.includePartitionValue ? { 'partition-key-value': settings.taskResourceId } : {}),
    'schema-name': table.schema,
    'table-name': table.name,
  };
  const control = operation === 'create-table' ? { 'table-def': tableDefinition(table) } : {};
  const record = settings.includeControlDetails ? { control, metadata } : { metadata };
  return {
    json: `${JSON.stringify(record)}\n`,
    partitionKey: `${settings.taskResourceId}.${table.schema}.${table.name}`,
  };
}

function tableDefinition(table: SourceTable): Record<string, unknown> {
  return {
    columns: Object.fromEntries(table.columns.map((column) => [column.name, definition(column)])),
    ...(table.primaryKey.length > 0 ? { 'primary-key': table.primaryKey } : {}),
  };
}

function definition(column: SourceColumn): Record<string, unknown> {
  const type = DMS_TYPES[column.type] ?? 'STRING';
  const sized = (type === 'STRING' || type === 'WSTRING') && !isLob(column);
  return { type, ...(sized ? { length: column.length } : {}), nullable: column.nullable };
}
