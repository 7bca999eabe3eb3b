import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { tableStatistics } from '../../ports/table-statistics';
import type { TableState } from '../find-suspended-tables';

/** The states of all the task's tables. */
export async function tableStates(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
): Promise<TableState[]> {
  const states: TableState[] = [];
  for await (const statistics of tableStatistics(client, taskArn)) {
    const { SchemaName = '', TableName = '', TableState = '' } = statistics;
    states.push({ schema: SchemaName, table: TableName, state: TableState });
  }
  return states;
}
