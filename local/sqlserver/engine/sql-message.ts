import { SqlError } from '../sql-error';
import { MESSAGES } from './messages.data';

/** The error or message of that number, `{0}`, `{1}`, … filled in. */
export function sqlMessage(number: number, ...values: (string | number)[]): SqlError {
  const message = MESSAGES[number];
  if (message === undefined) throw new Error(`No text for SQL Server message ${String(number)}.`);
  const [severity, template, state] = message;
  const text = template.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
  return new SqlError(number, text, { severity, state: state ?? 1 });
}
