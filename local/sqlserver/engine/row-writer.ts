import type { Row } from '../storage/row-store';
import type { Table } from '../storage/table';
import type { ColumnDefinition } from '../storage/table-definition';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { isBinary, isCharacter } from '../types/type-name';
import { sqlMessage } from './sql-message';

const SHOWN_CHARACTERS = 100;

/** Converts a value to a column: text that does not fit is error 2628, not cut in silence. */
export function columnConversion(
  from: SqlType,
  column: ColumnDefinition,
  table: Table,
): (value: SqlValue) => SqlValue {
  const { type } = column;
  if (!isCharacter(type) && !isBinary(type)) return conversion({ from, to: type, implicit: true });
  if (type.length === 'max' || !(isCharacter(from) || isBinary(from))) {
    return conversion({ from, to: type, implicit: true });
  }
  const { length } = type;
  const convert = conversion({ from, to: type, implicit: true });
  return (value) => {
    if (value !== null && isTooLong(value as string | Uint8Array, length)) {
      throw truncation(value, { column, table, length });
    }
    return convert(value);
  };
}

/** Blanks and zeroes at the end may be lost. */
function isTooLong(value: string | Uint8Array, length: number): boolean {
  if (value.length <= length) return false;
  if (typeof value === 'string') return value.slice(length).trim() !== '';
  return value.subarray(length).some((byte) => byte !== 0);
}

function truncation(
  value: SqlValue,
  { column, table, length }: { column: ColumnDefinition; table: Table; length: number },
) {
  const shown = typeof value === 'string' ? value.slice(0, Math.min(length, SHOWN_CHARACTERS)) : '';
  return sqlMessage(2628, `${table.database}.${table.qualifiedName}`, column.name, shown);
}

/** Throws 515 for a NULL where the table takes none. */
export function checkNulls(table: Table, row: Row, verb: 'INSERT' | 'UPDATE'): void {
  for (let at = 0; at < row.length; at++) {
    const column = table.columns[at];
    if (row[at] !== null || column === undefined || column.nullable) continue;
    throw sqlMessage(515, column.name, `${table.database}.${table.qualifiedName}`, verb);
  }
}

/** The next identity value; 8115 when the column's type is exhausted. */
export function nextIdentity(table: Table, column: ColumnDefinition): bigint {
  const { identity } = column;
  if (identity === undefined)
    throw new Error(`${table.name}.${column.name} is no identity column.`);
  const next =
    table.lastIdentity === undefined ? identity.seed : table.lastIdentity + identity.increment;
  identityValue(next, column.type);
  table.lastIdentity = next;
  return next;
}

/** Throws 8115 where the type has no room for the number. */
export function identityValue(value: bigint, type: SqlType): SqlValue {
  const numeric: SqlType = { name: 'decimal', precision: 38, scale: 0 };
  return conversion({ from: numeric, to: type })({ unscaled: value, scale: 0 });
}

export function noteIdentity(table: Table, column: ColumnDefinition, value: SqlValue): bigint {
  const given =
    typeof value === 'object' && value !== null && 'unscaled' in value
      ? value.unscaled
      : BigInt(value as number);
  const { lastIdentity } = table;
  const ascends = (column.identity?.increment ?? 1n) > 0n;
  if (lastIdentity === undefined || (ascends ? given > lastIdentity : given < lastIdentity)) {
    table.lastIdentity = given;
  }
  return given;
}
