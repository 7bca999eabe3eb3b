import { queryLake } from '../query-lake';
import { byKind, type Target } from '../target';
import type { ReplaySelection } from './replay-selection';
import { chosenItemChanges } from './select-item-changes';
import { chosenRowChanges } from './select-row-changes';

/** A line of the lake by its columns, with where it stands in the replay. */
export type LakeChange = Readonly<Record<string, string | null>> & { place: string };

/** Changes of one table and operation that a replay would send, or could not. */
export interface ChangeCount {
  table: string;
  operation: string;
  canBeRebuilt: boolean;
  changes: number;
  /** Positions; null for the rows of a load. */
  first: string | null;
  last: string | null;
}

/** What a selection holds, without sending it. */
export async function countChanges(
  target: Target,
  selection: ReplaySelection,
): Promise<ChangeCount[]> {
  const { rows } = await queryLake(
    target.lake,
    `WITH ${chosen(target, selection)}
SELECT table_name, operation, can_be_rebuilt, count(*), min(position), max(position)
FROM chosen
GROUP BY table_name, operation, can_be_rebuilt
ORDER BY table_name, operation, can_be_rebuilt`,
  );
  const counts: ChangeCount[] = [];
  for await (const [table, operation, canBeRebuilt, changes, first, last] of rows) {
    counts.push({
      table: table ?? '',
      operation: operation ?? '',
      canBeRebuilt: canBeRebuilt === 'true',
      changes: Number(changes),
      first: first ?? null,
      last: last ?? null,
    });
  }
  return counts;
}

/** The changes that can be rebuilt, in their order, behind a place. */
export async function* readChanges(
  target: Target,
  selection: ReplaySelection,
  after: string | undefined,
): AsyncGenerator<LakeChange> {
  const behind = after === undefined ? '' : ` AND place > '${after.replaceAll("'", "''")}'`;
  const { columns, rows } = await queryLake(
    target.lake,
    `WITH ${chosen(target, selection)}
SELECT * FROM chosen WHERE can_be_rebuilt${behind} ORDER BY place`,
  );
  for await (const row of rows) {
    yield Object.fromEntries(
      columns.map((name, index) => [name, row[index] ?? null]),
    ) as LakeChange;
  }
}

function chosen(target: Target, selection: ReplaySelection): string {
  const { database, table } = target.lake.outputs;
  return byKind(target, {
    sqlserver: () => chosenRowChanges({ database, table }, selection),
    dynamodb: () => chosenItemChanges({ database, table }, selection),
  });
}
