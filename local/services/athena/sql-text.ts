/** A quoted SQL name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A SQL string. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
