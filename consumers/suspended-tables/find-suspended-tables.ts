/** A table as DMS counts it: https://docs.aws.amazon.com/dms/latest/APIReference/API_TableStatistics.html */
export interface TableState {
  schema: string;
  table: string;
  state: string;
}

const SUSPENDED = new Set(['table error', 'table cancelled', 'table does not exist', 'suspended']);

/** Names of the tables that the task no longer follows while it goes on "running". */
export function findSuspendedTables(tables: readonly TableState[]): string[] {
  return tables
    .filter(({ state }) => SUSPENDED.has(state.toLowerCase()))
    .map(({ schema, table, state }) => `${schema}.${table} (${state})`);
}
