import type {
  DatabaseMigrationServiceClient,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import { tableStatistics } from '../../ports/table-statistics';
import type { Ledger } from './ledger';

export interface TableLoad {
  /** When the table's first full load was finished, ISO 8601; undefined while it is not. */
  firstFinishedAt(): Promise<string | undefined>;
}

/** How long "not finished" is believed before DMS is asked again. */
const ASK_AGAIN_MILLISECONDS = 1000;
/** https://docs.aws.amazon.com/dms/latest/APIReference/API_TableStatistics.html */
const FINISHED_STATES = new Set(['Table completed', 'Table is being reloaded']);
/** How long before a reload the load that it repeats counts as finished. */
const BEFORE_RELOAD_MILLISECONDS = 60_000;

/**
 * Asks DMS until the load is finished and then never again: the answer is kept in the ledger, since a
 * later reload would move the time that DMS tells. Where nobody asked before a reload began, the first load
 * ended at some time before that one.
 */
export function dmsTableLoad(
  source: { dms: DatabaseMigrationServiceClient; ledger: Ledger; now: () => number },
  taskArn: string,
  table: string,
): TableLoad {
  let answer: Promise<string | undefined> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let finishedAt: string | undefined;
  const ask = async (): Promise<string | undefined> => {
    const kept = await source.ledger.firstLoadFinishedAt(table);
    if (kept !== undefined) return kept;
    const statistics = await statisticsOf(table, tableStatistics(source.dms, taskArn));
    const end = firstLoadEnd(statistics, source.now());
    return end === undefined
      ? undefined
      : source.ledger.rememberFirstLoad(table, end.toISOString());
  };
  return {
    firstFinishedAt: async () => {
      if (finishedAt !== undefined) return finishedAt;
      // Customers are handled at once: who comes while DMS is asked waits for the same answer.
      if (answer === undefined || source.now() - askedAt >= ASK_AGAIN_MILLISECONDS) {
        askedAt = source.now();
        answer = ask().catch((error: unknown) => {
          answer = undefined;
          throw error;
        });
      }
      finishedAt = (await answer) ?? finishedAt;
      return finishedAt;
    },
  };
}

/** As far as DMS still tells it. */
function firstLoadEnd(statistics: TableStatistics | undefined, nowMs: number): Date | undefined {
  const { TableState = '', FullLoadReloaded, FullLoadStartTime } = statistics ?? {};
  if (FullLoadReloaded === true) {
    return new Date((FullLoadStartTime?.getTime() ?? nowMs) - BEFORE_RELOAD_MILLISECONDS);
  }
  if (!FINISHED_STATES.has(TableState)) return undefined;
  return statistics?.FullLoadEndTime ?? statistics?.LastUpdateTime ?? new Date(nowMs);
}

async function statisticsOf(
  table: string,
  all: AsyncIterable<TableStatistics>,
): Promise<TableStatistics | undefined> {
  for await (const statistics of all) {
    const { SchemaName = '', TableName = '' } = statistics;
    if (`${SchemaName}.${TableName}`.toLowerCase() === table.toLowerCase()) return statistics;
  }
  return undefined;
}
