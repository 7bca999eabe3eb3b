/** A column type as written in a CREATE TABLE, taken apart. Lengths count bytes, or characters for n… types. */
export type SqlServerType =
  | { name: 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' }
  | { name: 'decimal'; precision: number; scale: number }
  | { name: 'money' | 'smallmoney' }
  | { name: 'real' | 'float' }
  | { name: 'char' | 'varchar' | 'nchar' | 'nvarchar'; length: number | 'max' }
  | { name: 'binary' | 'varbinary'; length: number | 'max' }
  | { name: 'date' | 'datetime' | 'smalldatetime' }
  | { name: 'time' | 'datetime2' | 'datetimeoffset'; scale: number }
  | { name: 'uniqueidentifier' | 'rowversion' | 'xml' };

/** SQL Server's own limits: https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql */
const DECIMAL_PRECISION_MAX = 38;
const TIME_SCALE_MAX = 7;
const CHARACTERS_MAX = 8000;
const NATIONAL_CHARACTERS_MAX = 4000;
/** `float(1)` to `float(24)` is real, `float(25)` to `float(53)` is float. */
const REAL_BITS_MAX = 24;
const FLOAT_BITS_MAX = 53;

const SYNONYMS: Record<string, string> = {
  numeric: 'decimal',
  dec: 'decimal',
  integer: 'int',
  character: 'char',
  'national character': 'nchar',
  'national char': 'nchar',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'national character varying': 'nvarchar',
  'national char varying': 'nvarchar',
  'double precision': 'float',
  timestamp: 'rowversion',
  'binary varying': 'varbinary',
};

const LARGE_OBJECTS: Record<string, SqlServerType> = {
  text: { name: 'varchar', length: 'max' },
  ntext: { name: 'nvarchar', length: 'max' },
  image: { name: 'varbinary', length: 'max' },
};

const TYPE = /^([a-z][a-z0-9]*(?: [a-z]+)*)(?: ?\( ?(max|\d+)(?: ?, ?(\d+))? ?\))?$/;

/** Reads `decimal(38, 10)`, `NVARCHAR(MAX)`, `numeric`, …; a type outside the supported ones is an error that names it. */
export function parseSqlServerType(text: string): SqlServerType {
  const parts = TYPE.exec(text.trim().toLowerCase().replace(/\s+/g, ' '));
  const type = parts === null ? undefined : typeOf(parts[1] ?? '', parts[2], parts[3]);
  if (type === undefined) {
    throw new Error(`Expected a supported SQL Server type, got ${JSON.stringify(text)}`);
  }
  return type;
}

function typeOf(word: string, first?: string, second?: string): SqlServerType | undefined {
  const name = SYNONYMS[word] ?? word;
  switch (name) {
    case 'decimal':
      return decimal(first, second);
    case 'float':
      return second === undefined ? float(first) : undefined;
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return second === undefined ? sized(name, first) : undefined;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return second === undefined ? fractional(name, first) : undefined;
    default:
      return first === undefined ? plain(name) : undefined;
  }
}

function plain(name: string): SqlServerType | undefined {
  switch (name) {
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'money':
    case 'smallmoney':
    case 'real':
    case 'date':
    case 'datetime':
    case 'smalldatetime':
    case 'uniqueidentifier':
    case 'rowversion':
    case 'xml':
      return { name };
    default:
      return LARGE_OBJECTS[name];
  }
}

function decimal(first = '18', second = '0'): SqlServerType | undefined {
  const precision = Number(first);
  const scale = Number(second);
  const fits = precision >= 1 && precision <= DECIMAL_PRECISION_MAX && scale <= precision;
  return fits ? { name: 'decimal', precision, scale } : undefined;
}

function float(first = String(FLOAT_BITS_MAX)): SqlServerType | undefined {
  const bits = Number(first);
  if (!(bits >= 1 && bits <= FLOAT_BITS_MAX)) return undefined;
  return { name: bits <= REAL_BITS_MAX ? 'real' : 'float' };
}

type SizedName = 'char' | 'varchar' | 'nchar' | 'nvarchar' | 'binary' | 'varbinary';

function sized(name: SizedName, first = '1'): SqlServerType | undefined {
  if (first === 'max') return name.includes('var') ? { name, length: 'max' } : undefined;
  const length = Number(first);
  const lengthMax = name.startsWith('n') ? NATIONAL_CHARACTERS_MAX : CHARACTERS_MAX;
  return length >= 1 && length <= lengthMax ? { name, length } : undefined;
}

function fractional(
  name: 'time' | 'datetime2' | 'datetimeoffset',
  first = String(TIME_SCALE_MAX),
): SqlServerType | undefined {
  const scale = Number(first);
  return scale <= TIME_SCALE_MAX ? { name, scale } : undefined;
}

/** Types that DMS treats as LOBs, which it follows only on tables with a primary key. */
export function isLargeObject(type: SqlServerType): boolean {
  return type.name === 'xml' || ('length' in type && type.length === 'max');
}
