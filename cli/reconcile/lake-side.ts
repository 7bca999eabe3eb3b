import { queryLake } from '../query-lake';
import type { LakeTarget } from '../target';
import { checksumsSql, contentSql, listSql, type LakeRelation } from './lake-sql';
import type { Side } from './side';

/** The lake, which hashes and sums by SQL: a row a range comes back, not a row a row. */
export function lakeSide(lake: LakeTarget, relation: LakeRelation): Side {
  return {
    checksums: async (cut) => {
      const { rows } = await queryLake(lake, checksumsSql(relation, cut));
      const ranges = [];
      for await (const [prefix, count, first, second] of rows) {
        const checksum = `${first ?? ''}.${second ?? ''}`;
        ranges.push({ prefix: prefix ?? '', rows: Number(count), checksum });
      }
      return ranges;
    },
    list: async (prefixes) => {
      const { rows } = await queryLake(lake, listSql(relation, prefixes));
      const listed = [];
      for await (const [place, hash, copies, ...key] of rows) {
        listed.push({ place: place ?? '', hash: hash ?? '', copies: Number(copies), key });
      }
      return listed;
    },
  };
}

/** What lies at the places, by place. */
export async function lakeContent(
  lake: LakeTarget,
  relation: LakeRelation,
  places: readonly string[],
): Promise<Map<string, string | null>> {
  const { rows } = await queryLake(lake, contentSql(relation, places));
  const found = new Map<string, string | null>();
  for await (const [place, content] of rows) found.set(place ?? '', content ?? null);
  return found;
}
