import { queryLake } from '../query-lake';
import type { Screen } from '../screen';
import type { LakeTarget } from '../target';
import { textTable } from '../text-table';

/** Prints a query and its answer as a table; returns the answer's rows. */
export async function showQuery(
  lake: LakeTarget,
  screen: Screen,
  sql: string,
): Promise<(string | null)[][]> {
  screen.line(`  ${sql}`);
  const { columns, rows } = await queryLake(lake, sql);
  const answer: (string | null)[][] = [];
  for await (const row of rows) answer.push(row);
  const shown = answer.map((row) => row.map((value) => value ?? 'null'));
  screen.line(indented(textTable([columns, ...shown])));
  return answer;
}

/** The first value that a query answers, as a number; 0 where it answers nothing. */
export async function queriedCount(lake: LakeTarget, sql: string): Promise<number> {
  const { rows } = await queryLake(lake, sql);
  for await (const [value] of rows) return Number(value);
  return 0;
}

export function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
