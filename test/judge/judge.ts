import { judgeAlerts } from './judge-alerts';
import { judgeTable } from './judge-table';
import { readLakeLines } from './read-lake-lines';
import { readOutbox } from './read-outbox';

/** One thing that is not as it must be. */
export interface Finding {
  kind:
    | 'missing row'
    | 'surplus row'
    | 'differing row'
    | 'doubled row'
    | 'broken history'
    | 'missing alert'
    | 'unplanned alert'
    | 'doubled alert';
  /** Table and key, or the alert. */
  subject: string;
  detail: string;
}

export type SourceRow = Readonly<Record<string, string | null>>;

export interface Evidence {
  /** What the database holds now, by `schema.table`; every value as text. */
  source: Readonly<Record<string, { key: readonly string[]; rows: readonly SourceRow[] }>>;
  /** The folder of the feed's lake files. */
  lakeDirectory: string;
  /** The folder of the messages published to the customers' topic. */
  outboxDirectory: string;
  /** `kind customer period invoice`, each once. */
  plannedAlerts: readonly string[];
}

/**
 * The verdict on a run, by code that shares nothing with the product: no finding, or what is wrong. For
 * runs in which nothing changed while the tables were loaded, and without the duplicates of the hazards.
 */
export async function judge(evidence: Evidence): Promise<Finding[]> {
  const lines = await readLakeLines(evidence.lakeDirectory);
  const rows = Object.entries(evidence.source).flatMap(([table, source]) =>
    judgeTable(
      table,
      source,
      lines.filter(({ tableName }) => tableName === table),
    ),
  );
  return [...rows, ...judgeAlerts(evidence.plannedAlerts, readOutbox(evidence.outboxDirectory))];
}
