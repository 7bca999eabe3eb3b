import { SqlError } from '../sql-error';
import { CDC_MESSAGES } from './cdc-messages.data';

export function cdcError(number: number, ...values: (string | number)[]): SqlError {
  const template = CDC_MESSAGES[number];
  if (template === undefined) throw new Error(`No text for change data capture error ${number}`);
  const text = template.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
  return new SqlError(number, text);
}
