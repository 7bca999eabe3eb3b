import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value as Athena writes it into results: text, exact, null as null. */
export function renderCell(value: DuckDBValue, type: DuckDBType): string | null {
  const isDouble = type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT;
  return isDouble && typeof value === 'number' ? renderJavaDouble(value) : renderValue(value);
}

function renderValue(value: DuckDBValue): string | null {
  if (value === null) return null;
  if (value instanceof DuckDBTimestampValue) return milliseconds(value.toString());
  if (value instanceof DuckDBTimestampTZValue) {
    const utc = new Date(Number(value.micros / 1000n)).toISOString();
    return `${utc.slice(0, 10)} ${utc.slice(11, 23)} UTC`;
  }
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBBlobValue) return hexBytes(value.bytes);
  if (value instanceof DuckDBListValue) return `[${value.items.map(shown).join(', ')}]`;
  if (value instanceof DuckDBMapValue) {
    const pairs = value.entries.map(({ key, value: of }) => `${shown(key)}=${shown(of)}`);
    return `{${pairs.join(', ')}}`;
  }
  if (value instanceof DuckDBStructValue) {
    const members = Object.entries(value.entries).map(([name, of]) => `${name}=${shown(of)}`);
    return `{${members.join(', ')}}`;
  }
  return String(value);
}

function shown(value: DuckDBValue): string {
  return renderValue(value) ?? 'null';
}

function milliseconds(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

function hexBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** As Java writes doubles: `15.0`, `1.0E10`, `NaN`, `Infinity`. */
function renderJavaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    const digits = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
    return `${digits}E${exponent.replace('+', '')}`;
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
}

const TYPE_NAMES: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.VARCHAR]: 'varchar',
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'tinyint',
  [DuckDBTypeId.SMALLINT]: 'smallint',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'bigint',
  [DuckDBTypeId.HUGEINT]: 'decimal',
  [DuckDBTypeId.FLOAT]: 'float',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp with time zone',
  [DuckDBTypeId.BLOB]: 'varbinary',
  [DuckDBTypeId.LIST]: 'array',
  [DuckDBTypeId.MAP]: 'map',
  [DuckDBTypeId.STRUCT]: 'row',
};

/** Athena's name of the type, as in ColumnInfo. */
export function athenaType(type: DuckDBType): string {
  return TYPE_NAMES[type.typeId] ?? 'varchar';
}
