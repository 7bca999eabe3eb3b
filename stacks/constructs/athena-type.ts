import { parseSqlServerType, type SqlServerType } from '../../wire/sql-server-type';

/** A column's type in a view: for the query (`cast`) and for the catalogue (`hive`). */
export interface AthenaType {
  cast: string;
  hive: string;
}

const same = (type: string): AthenaType => ({ cast: type, hive: type });
const TEXT: AthenaType = { cast: 'varchar', hive: 'string' };
const TIMESTAMP: AthenaType = { cast: 'timestamp', hive: 'timestamp' };

/** A timestamp of Athena holds milliseconds. */
const TIMESTAMP_FRACTION_DIGITS_MAX = 3;

/**
 * The type of a SQL Server column in Athena. What Athena would round stays exact text: times, offsets,
 * and datetime2 finer than milliseconds; so do identifiers, XML and binary.
 */
export function athenaType(sqlServerType: string): AthenaType {
  const type = parseSqlServerType(sqlServerType);
  return numberType(type) ?? timeType(type) ?? TEXT;
}

function numberType(type: SqlServerType): AthenaType | undefined {
  switch (type.name) {
    case 'bit':
      return same('boolean');
    case 'tinyint': // 0 to 255 in SQL Server, -128 to 127 in Athena
    case 'smallint':
      return same('smallint');
    case 'int':
      return { cast: 'integer', hive: 'int' };
    case 'bigint':
      return same('bigint');
    case 'decimal':
      return same(`decimal(${type.precision},${type.scale})`);
    case 'money':
      return same('decimal(19,4)');
    case 'smallmoney':
      return same('decimal(10,4)');
    case 'real':
      return { cast: 'real', hive: 'float' };
    case 'float':
      return same('double');
    default:
      return undefined;
  }
}

function timeType(type: SqlServerType): AthenaType | undefined {
  switch (type.name) {
    case 'date':
      return same('date');
    case 'datetime':
    case 'smalldatetime':
      return TIMESTAMP;
    case 'datetime2':
      return type.scale <= TIMESTAMP_FRACTION_DIGITS_MAX ? TIMESTAMP : undefined;
    default:
      return undefined;
  }
}
