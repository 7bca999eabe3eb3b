import { parseSqlServerType, type SqlServerType } from '../../settings/sql-server-type';

/** A column's type in a view: for the query (`cast`) and for the catalogue (`hive`). */
export interface AthenaType {
  cast: string;
  hive: string;
}

const same = (type: string): AthenaType => ({ cast: type, hive: type });
const TEXT: AthenaType = { cast: 'varchar', hive: 'string' };
const TIMESTAMP: AthenaType = { cast: 'timestamp', hive: 'timestamp' };

const SIMPLE: Readonly<Record<string, AthenaType>> = {
  bit: same('boolean'),
  // 0 to 255 in SQL Server, -128 to 127 in Athena.
  tinyint: same('smallint'),
  smallint: same('smallint'),
  int: { cast: 'integer', hive: 'int' },
  bigint: same('bigint'),
  money: same('decimal(19,4)'),
  smallmoney: same('decimal(10,4)'),
  real: { cast: 'real', hive: 'float' },
  date: same('date'),
  datetime: TIMESTAMP,
  smalldatetime: TIMESTAMP,
};

/** A timestamp of Athena holds milliseconds. */
const TIMESTAMP_FRACTION_DIGITS_MAX = 3;

/**
 * The type of a SQL Server column in Athena. What Athena would round stays exact text: times, offsets,
 * and datetime2 finer than milliseconds; so do identifiers and binary.
 */
export function athenaType(sqlServerType: string): AthenaType {
  const type = parseSqlServerType(sqlServerType);
  if (type === null) throw new Error(`no feed carries the SQL Server type ${sqlServerType}`);
  return SIMPLE[type.name] ?? sizedType(type);
}

function sizedType({ name, first, scale }: SqlServerType): AthenaType {
  switch (name) {
    case 'decimal':
    case 'numeric':
      return same(`decimal(${first ?? 18},${scale ?? 0})`);
    case 'float':
      return typeof first === 'number' && first <= 24
        ? { cast: 'real', hive: 'float' }
        : same('double');
    case 'datetime2':
      return typeof first === 'number' && first <= TIMESTAMP_FRACTION_DIGITS_MAX
        ? TIMESTAMP
        : TEXT;
    default:
      return TEXT;
  }
}
