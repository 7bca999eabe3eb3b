import type { ProcedureCall, ProcedureParameter } from '../engine/procedures';
import type { SqlType, SqlValue } from '../types/sql-type';
import { cdcError } from './cdc-error';

export const SYSNAME: SqlType = { name: 'nvarchar', length: 128 };

export function required(name: string, type: SqlType = SYSNAME): ProcedureParameter {
  return { name, type };
}

export function optional(
  name: string,
  type: SqlType = SYSNAME,
  value: SqlValue = null,
): ProcedureParameter {
  return { name, type, default: value };
}

/** Undefined for NULL and for blanks. */
export function textArgument(call: ProcedureCall, name: string): string | undefined {
  const value = call.argument(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Throws 22963 for NULL and for blanks. */
export function requiredText(call: ProcedureCall, name: string): string {
  const text = textArgument(call, name);
  if (text === undefined) throw cdcError(22963, name);
  return text;
}

/** Undefined for NULL. */
export function numberArgument(call: ProcedureCall, name: string): number | undefined {
  const value = call.argument(name);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}
