import { tableName, type FeedTable } from '../../wire/feed-table';
import { RangeSums } from '../../wire/place-ranges';
import type { ListedRow } from '../../wire/row-places';
import { invokeRunner } from '../invoke-runner';
import { count } from '../progress';
import type { Screen } from '../screen';
import type { RelationalTarget } from '../target';
import type { Side } from './side';

/** Rows that the database runner reads in one invocation: seconds of its fifteen minutes. */
export const ROWS_PER_PAGE = 250_000;

/** A table of the source, read page by page by the database runner, which hashes and sums. */
export function sourceSide(
  target: RelationalTarget,
  screen: Screen,
  { table, rowsPerPage }: { table: FeedTable; rowsPerPage: number },
): Side {
  const name = tableName(table);
  const place = { table: name, rowsPerPage };
  return {
    checksums: async (cut) => {
      const sums = new RangeSums(cut);
      const within = [...cut.within];
      let rows = 0;
      await eachPage(async (after) => {
        const { digits } = cut;
        const request = { action: 'checksum-page', ...place, after, within, digits } as const;
        const { ranges, next } = await invokeRunner(target, request);
        sums.merge(ranges);
        rows += ranges.reduce((sum, range) => sum + range.rows, 0);
        screen.status(`${name}: ${count(rows)} rows read`);
        return next;
      });
      return sums.result();
    },
    list: async (prefixes) => {
      const listed: ListedRow[] = [];
      const within = [...prefixes];
      await eachPage(async (after) => {
        const request = { action: 'list-page', ...place, after, within } as const;
        const { rows, next } = await invokeRunner(target, request);
        listed.push(...rows);
        return next;
      });
      return listed;
    },
  };
}

type After = (string | null)[] | null;

/** `read` gives the key behind which the next page begins; null ends it. */
async function eachPage(read: (after: After) => Promise<After>): Promise<void> {
  for (let after = await read(null); after !== null;) after = await read(after);
}
