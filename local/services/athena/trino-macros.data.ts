/**
 * Trino functions that DuckDB has under another name or not at all. What both have alike (lpad,
 * coalesce, row_number, max_by, date_trunc, …) needs none.
 */
export const TRINO_MACROS: readonly string[] = [
  `json_extract_scalar(j, p) AS CASE WHEN json_type(CAST(j AS JSON), p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(CAST(j AS JSON), p) END`,
  `json_parse(j) AS CAST(j AS JSON)`,
  `json_format(j) AS CAST(j AS VARCHAR)`,
  `from_iso8601_timestamp(t) AS CAST(t AS TIMESTAMPTZ)`,
  `from_iso8601_date(t) AS CAST(t AS DATE)`,
  `to_iso8601(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ')`,
  `from_unixtime(s) AS to_timestamp(s)`,
  `to_unixtime(t) AS epoch(t)`,
  `date_format(t, f) AS strftime(t, f)`,
  `element_at(c, k) AS c[k]`,
  `cardinality(c) AS len(c)`,
  `approx_distinct(x) AS approx_count_distinct(x)`,
  `arbitrary(x) AS any_value(x)`,
  `regexp_like(t, p) AS regexp_matches(t, p)`,
  `split(t, d) AS string_split(t, d)`,
  `sha256(b) AS unhex(system.main.sha256(b))`,
  `from_base(t, r) AS CAST('0x' || t AS BIGINT)`,
  `to_utf8(t) AS encode(t)`,
  `from_utf8(b) AS decode(b)`,
  `to_hex(b) AS hex(b)`,
  `from_hex(t) AS unhex(t)`,
];
