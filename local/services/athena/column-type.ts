/** https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const SIMPLE: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  int: 'INTEGER',
  integer: 'INTEGER',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  bigint: 'BIGINT',
  float: 'REAL',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  binary: 'BLOB',
};

/** The DuckDB type of a Hive type, nested types included; throws for a type that Athena lacks too. */
export function duckDbType(hiveType: string): string {
  const type = hiveType.trim().toLowerCase();
  const [, name = '', inner] = /^(\w+)\s*(?:<(.*)>|\([\d\s,]*\))?$/.exec(type) ?? [];
  if (name === 'decimal') return type.replace('decimal', 'DECIMAL');
  if (name === 'array' && inner !== undefined) return `${duckDbType(inner)}[]`;
  if (name === 'map' && inner !== undefined) {
    return `MAP(${members(inner).map(duckDbType).join(', ')})`;
  }
  if (name === 'struct' && inner !== undefined) {
    return `STRUCT(${members(inner).map(structMember).join(', ')})`;
  }
  const simple = SIMPLE[name];
  if (simple === undefined) throw new Error(`Glue type ${hiveType} is not supported here`);
  return simple;
}

function structMember(member: string): string {
  const colon = member.indexOf(':');
  return `"${member.slice(0, colon).trim()}" ${duckDbType(member.slice(colon + 1))}`;
}

/** Splits at commas that stand outside angle brackets and parentheses. */
function members(inner: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const letter = inner.charAt(at);
    if ('<('.includes(letter)) depth += 1;
    else if ('>)'.includes(letter)) depth -= 1;
    else if (letter === ',' && depth === 0) {
      found.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, inner.slice(from)];
}
