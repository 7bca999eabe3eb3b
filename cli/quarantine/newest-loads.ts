import { queryLake } from '../query-lake';
import type { RelationalTarget } from '../target';

/** By `schema.table`, when the newest row of a load of it came into the stream; ISO 8601, UTC. */
export async function newestLoads({ lake }: RelationalTarget): Promise<Map<string, string>> {
  const newest = new Map<string, string>();
  if (lake.outputs.table === '') return newest;
  const { rows } = await queryLake(
    lake,
    `SELECT table_name, max(arrival_time) FROM "${lake.outputs.database}"."${lake.outputs.table}" WHERE operation = 'load' GROUP BY table_name`,
  );
  for await (const [table, arrivedAt] of rows) newest.set(table ?? '', arrivedAt ?? '');
  return newest;
}
