import { DescribeTableStatisticsCommand } from '@aws-sdk/client-database-migration-service';
import type {
  DatabaseMigrationServiceClient,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { Ledger } from './ledger';

export interface TableLoad {
  /** When the table's first full load was finished, ISO 8601; undefined while it is not. */
  firstFinishedAt(): Promise<string | undefined>;
}

/** How long "not finished" is believed before DMS is asked again. */
const ASK_AGAIN_MILLISECONDS = 1000;
/** https://docs.aws.amazon.com/dms/latest/APIReference/API_TableStatistics.html */
const FINISHED_STATES = new Set(['Table completed', 'Table is being reloaded']);

/**
 * Asks DMS until the load is finished and then never again: the answer is kept in the ledger, since a
 * later reload would move the time that DMS tells.
 */
export function dmsTableLoad(
  source: { dms: DatabaseMigrationServiceClient; ledger: Ledger; now: () => number },
  taskArn: string,
  table: string,
): TableLoad {
  let finishedAt: string | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<string | undefined> => {
    const kept = await source.ledger.firstLoadFinishedAt(table);
    if (kept !== undefined) return kept;
    const statistics = await tableStatistics(source.dms, taskArn, table);
    if (!FINISHED_STATES.has(statistics?.TableState ?? '')) return undefined;
    const end = statistics?.FullLoadEndTime ?? statistics?.LastUpdateTime ?? new Date(source.now());
    return source.ledger.rememberFirstLoad(table, end.toISOString());
  };
  return {
    firstFinishedAt: async () => {
      if (finishedAt !== undefined || source.now() - askedAt < ASK_AGAIN_MILLISECONDS) {
        return finishedAt;
      }
      askedAt = source.now();
      finishedAt = await ask();
      return finishedAt;
    },
  };
}

async function tableStatistics(
  dms: DatabaseMigrationServiceClient,
  taskArn: string,
  table: string,
): Promise<TableStatistics | undefined> {
  let marker: string | undefined;
  do {
    const page = await dms.send(
      new DescribeTableStatisticsCommand({
        ReplicationTaskArn: taskArn,
        ...(marker === undefined ? {} : { Marker: marker }),
      }),
    );
    const found = (page.TableStatistics ?? []).find(
      ({ SchemaName = '', TableName = '' }) =>
        `${SchemaName}.${TableName}`.toLowerCase() === table.toLowerCase(),
    );
    if (found !== undefined) return found;
    marker = page.Marker;
  } while (marker !== undefined);
  return undefined;
}
