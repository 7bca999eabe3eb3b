import { duckDbType } from './column-type';

/**
 * How the OpenX JSON SerDe reads a JSON value into a column of a plain type, as SQL over the value's
 * text. A quoted value counts as an unquoted one; text that does not parse, or does not fit, is null.
 * Only a boolean is never null: whatever is not `true` is false. Whole numbers are cut, decimals are
 * rounded half up. Trino, on which Athena's engine 3 stands, writes it down in
 * https://github.com/trinodb/trino/blob/master/lib/trino-hive-formats/src/main/java/io/trino/hive/formats/line/openxjson/README.md
 * Its hexadecimal and octal forms of whole numbers are not read here.
 */
export function plainValue(text: string, hiveType: string): string | undefined {
  const type = duckDbType(hiveType);
  switch (type.replace(/\(.*/, '')) {
    case 'VARCHAR':
      return text;
    case 'BOOLEAN':
      return `lower(${text}) = 'true'`;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return wholeNumber(text, type);
    case 'DECIMAL':
      return whereNumber(text, NUMBER, `TRY_CAST(${text} AS ${type})`);
    case 'REAL':
    case 'DOUBLE':
      return whereNumber(text, `${NUMBER}|NaN|[+-]?Infinity`, `TRY_CAST(${text} AS ${type})`);
    case 'DATE':
    case 'TIMESTAMP':
      return `TRY_CAST(${text} AS ${type})`;
    case 'BLOB':
      return `TRY(from_base64(${text}))`;
    default:
      return undefined;
  }
}

const NUMBER = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`;

function whereNumber(text: string, pattern: string, value: string): string {
  return `CASE WHEN regexp_full_match(${text}, '${pattern}') THEN ${value} END`;
}

/** DuckDB rounds where Java cuts; a decimal of 19 places holds every BIGINT before its point. */
function wholeNumber(text: string, type: string): string {
  const isWhole = String.raw`regexp_full_match(${text}, '[+-]?\d+')`;
  const cut = `TRY_CAST(trunc(TRY_CAST(${text} AS DECIMAL(38, 19))) AS ${type})`;
  return `CASE WHEN ${isWhole} THEN TRY_CAST(${text} AS ${type}) ELSE ${whereNumber(text, NUMBER, cut)} END`;
}
