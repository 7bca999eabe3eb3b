import { DescribeTableStatisticsCommand } from '@aws-sdk/client-database-migration-service';
import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import type { TableState } from '../find-suspended-tables';

/** The states of all the task's tables. */
export async function tableStates(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
): Promise<TableState[]> {
  const states: TableState[] = [];
  let marker: string | undefined;
  do {
    const page = await client.send(
      new DescribeTableStatisticsCommand({
        ReplicationTaskArn: taskArn,
        ...(marker === undefined ? {} : { Marker: marker }),
      }),
    );
    for (const { SchemaName = '', TableName = '', TableState = '' } of page.TableStatistics ?? []) {
      states.push({ schema: SchemaName, table: TableName, state: TableState });
    }
    marker = page.Marker;
  } while (marker !== undefined);
  return states;
}
