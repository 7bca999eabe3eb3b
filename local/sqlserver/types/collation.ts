/**
 * SQL_Latin1_General_CP1_CI_AS: case-insensitive, accent-sensitive, trailing spaces do not count.
 * The order of punctuation is that of the Unicode collation, not of sort order 52.
 */
const collator = new Intl.Collator('en', { sensitivity: 'accent', usage: 'sort' });

const ASCII = /^[\x00-\x7f]*$/;
const ALPHANUMERIC = /^[0-9A-Za-z]*$/;

/** Equal texts, and only those, fold to the same text. */
export function foldCase(text: string): string {
  const trimmed = text.endsWith(' ') ? text.replace(/ +$/, '') : text;
  return ASCII.test(trimmed) ? trimmed.toLowerCase() : trimmed.normalize('NFC').toLowerCase();
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const a = foldCase(left);
  const b = foldCase(right);
  if (a === b) return 0;
  if (ALPHANUMERIC.test(a) && ALPHANUMERIC.test(b)) return a < b ? -1 : 1;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}
