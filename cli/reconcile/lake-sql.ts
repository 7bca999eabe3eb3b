import type { PlaceCut } from '../../wire/place-ranges';

/*
 * SQL that makes of the lake's rows what `wire/row-checksum.ts` makes of the source's, in what Trino
 * (Athena) and DuckDB both take: https://trino.io/docs/current/functions/binary.html
 */

/** Rows of the lake as the SQL below takes them. */
export interface LakeRelation {
  /** A SELECT with `content`, `copies`, and `v_0`, `v_1`, … : the values that are hashed, as text. */
  select: string;
  values: number;
  /** Which of the values are the key; none: a row is its own key. */
  key: readonly number[];
}

/** `prefix`, count, and the two sums of each range. */
export function checksumsSql(relation: LakeRelation, { digits, within }: PlaceCut): string {
  const sum = (from: number) =>
    `CAST(sum(CAST(from_base(substr(row_hash, ${String(from)}, 15), 16) AS decimal(19,0)) * CAST(copies AS decimal(19,0))) AS varchar)`;
  return `${hashed(relation)}
SELECT substr(place, 1, ${String(digits)}) AS prefix, sum(copies) AS row_count,
  ${sum(1)} AS first_sum,
  ${sum(16)} AS second_sum
FROM hashed${where(within)}
GROUP BY substr(place, 1, ${String(digits)})`;
}

/** Place, hash and copies of the rows within the ranges, then the key's values. */
export function listSql(relation: LakeRelation, prefixes: readonly string[]): string {
  const key = relation.key.map((index) => `, v_${String(index)}`).join('');
  return `${hashed(relation)}
SELECT place, row_hash, sum(copies) AS copies${key}
FROM hashed${where(prefixes)}
GROUP BY place, row_hash${key}`;
}

/** Place and content of the rows at these places. */
export function contentSql(relation: LakeRelation, places: readonly string[]): string {
  return `${hashed(relation)}
SELECT place, content FROM hashed${where(places)}`;
}

function hashed({ select, values, key }: LakeRelation): string {
  const all = Array.from({ length: values }, (_, index) => index);
  return `WITH valued AS (
${select}
),
hashed AS (
  SELECT *,
    ${sha256(all)} AS row_hash,
    ${sha256(key.length === 0 ? all : key)} AS place
  FROM valued
)`;
}

/** As `hashOfValues`. */
function sha256(values: readonly number[]): string {
  const encoded = values.map((index) => {
    const value = `v_${String(index)}`;
    return `coalesce(CAST(length(${value}) AS varchar) || ':' || ${value}, '-') || ';'`;
  });
  return `lower(to_hex(sha256(to_utf8(${encoded.join(' || ')}))))`;
}

/** Prefixes are hex digits of our own making. */
function where(prefixes: readonly string[]): string {
  const [first] = prefixes;
  if (first === undefined) return '';
  const list = prefixes.map((prefix) => `'${prefix}'`).join(', ');
  return ` WHERE substr(place, 1, ${String(first.length)}) IN (${list})`;
}
