import type { SqlValue } from './sql-type';

/** A text or number as text; empty for NULL and for what is neither. */
export function plainText(value: SqlValue | undefined): string {
  if (value === undefined || typeof value === 'object') return '';
  return String(value);
}
