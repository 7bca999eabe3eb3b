import { paginateDescribeTableStatistics } from '@aws-sdk/client-database-migration-service';
import type {
  DatabaseMigrationServiceClient,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service';

/** Of all tables of a replication task, page by page: whoever has found his table asks for no more. */
export async function* tableStatistics(
  client: DatabaseMigrationServiceClient,
  taskArn: string,
): AsyncGenerator<TableStatistics> {
  const pages = paginateDescribeTableStatistics({ client }, { ReplicationTaskArn: taskArn });
  for await (const page of pages) yield* page.TableStatistics ?? [];
}
