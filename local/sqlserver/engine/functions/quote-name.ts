/** As QUOTENAME: NULL for a character that quotes nothing. */
export function quoteName(name: string, quote: string): string | null {
  const close = { '[': ']', ']': ']', '"': '"', "'": "'", '(': ')', ')': ')' }[quote];
  if (close === undefined) return null;
  const open = quote === ']' ? '[' : quote === ')' ? '(' : quote;
  return open + name.split(close).join(close + close) + close;
}
