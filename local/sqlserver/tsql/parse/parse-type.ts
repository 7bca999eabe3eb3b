import { outsideSubset } from '../../outside-subset';
import type { SqlType } from '../../types/sql-type';
import { parseName } from './parse-name';
import {
  incorrectSyntax,
  lengthInvalid,
  lengthTooLarge,
  scaleInvalid,
  unknownType,
} from './syntax-error';
import type { TokenReader } from './token-reader';

type Plain = Exclude<SqlType, { length: unknown } | { scale: number }>;
type Sized = Extract<SqlType, { length: unknown }>;
type Scaled = Extract<SqlType, { name: 'time' | 'datetime2' | 'datetimeoffset' }>;

const LENGTH_MAX_BYTES = 8000;
const LENGTH_MAX_NATIONAL = 4000;
const PRECISION_MAX = 38;
const SCALE_MAX_TIME = 7;
const FLOAT_DIGITS_REAL = 24;
const FLOAT_DIGITS_MAX = 53;

const PLAIN: Record<string, Plain | undefined> = {
  bit: { name: 'bit' },
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
  int: { name: 'int' },
  integer: { name: 'int' },
  bigint: { name: 'bigint' },
  money: { name: 'money' },
  smallmoney: { name: 'smallmoney' },
  real: { name: 'real' },
  date: { name: 'date' },
  datetime: { name: 'datetime' },
  smalldatetime: { name: 'smalldatetime' },
  uniqueidentifier: { name: 'uniqueidentifier' },
};

const NAMED: Record<string, Sized | undefined> = {
  sysname: { name: 'nvarchar', length: 128 },
  text: { name: 'varchar', length: 'max' },
  ntext: { name: 'nvarchar', length: 'max' },
  image: { name: 'varbinary', length: 'max' },
};

const SIZED: Record<string, Sized['name'] | undefined> = {
  char: 'char',
  character: 'char',
  varchar: 'varchar',
  nchar: 'nchar',
  nvarchar: 'nvarchar',
  binary: 'binary',
  varbinary: 'varbinary',
};

const VARYING: Record<string, Sized['name'] | undefined> = {
  char: 'varchar',
  character: 'varchar',
  binary: 'varbinary',
  nchar: 'nvarchar',
};

const SCALED: Record<string, Scaled['name'] | undefined> = {
  time: 'time',
  datetime2: 'datetime2',
  datetimeoffset: 'datetimeoffset',
};

const OUTSIDE: ReadonlySet<string> = new Set([
  'xml',
  'sql_variant',
  'geography',
  'geometry',
  'hierarchyid',
  'rowversion',
  'timestamp',
  'cursor',
  'table',
  'json',
  'vector',
]);

/** `defaultLength` is what a character or binary type without a length has: 1 in a definition, 30 in a conversion. */
export function parseType(reader: TokenReader, defaultLength: 1 | 30): SqlType {
  const { line } = reader.peek();
  const name = parseTypeName(reader);
  const type =
    PLAIN[name] ??
    NAMED[name] ??
    parseSized(reader, name, defaultLength) ??
    parseScaled(reader, name) ??
    parseNumeric(reader, name);
  if (type) return type;
  if (OUTSIDE.has(name)) throw outsideSubset(`The type ${name}`, line);
  throw unknownType(name, line);
}

/** Lower case; `sys.int` is `int`. */
function parseTypeName(reader: TokenReader): string {
  if (reader.accept('DOUBLE')) {
    reader.expect('PRECISION');
    return 'float';
  }
  if (reader.accept('NATIONAL'))
    return `n${parseName(reader).toLowerCase().replace('character', 'char')}`;
  if (reader.is('CURSOR') || reader.is('TABLE')) return reader.next().text.toLowerCase();
  const name = parseName(reader);
  if (!reader.accept('.')) return name.toLowerCase();
  const qualified = parseName(reader);
  if (name.toLowerCase() === 'sys') return qualified.toLowerCase();
  return `${name}.${qualified}`;
}

function parseSized(
  reader: TokenReader,
  written: string,
  defaultLength: number,
): SqlType | undefined {
  const fixed = SIZED[written];
  if (fixed === undefined) return undefined;
  const name = reader.accept('VARYING') ? (VARYING[written] ?? fixed) : fixed;
  if (!reader.is('(')) return { name, length: defaultLength };
  const { line } = reader.peek();
  return { name, length: reader.parenthesized(() => parseLength(reader, name, line)) };
}

function parseLength(reader: TokenReader, type: Sized['name'], line: number): number | 'max' {
  if (type.startsWith('var') || type === 'nvarchar') {
    if (reader.accept('MAX')) return 'max';
  }
  const length = parseDigits(reader);
  const maximum = type.startsWith('n') ? LENGTH_MAX_NATIONAL : LENGTH_MAX_BYTES;
  if (length === 0) throw lengthInvalid(length, line);
  if (length > maximum) throw lengthTooLarge({ given: length, maximum, type }, line);
  return length;
}

function parseScaled(reader: TokenReader, written: string): SqlType | undefined {
  const name = SCALED[written];
  if (name === undefined) return undefined;
  if (!reader.is('(')) return { name, scale: SCALE_MAX_TIME };
  const { line } = reader.peek();
  const scale = reader.parenthesized(() => parseDigits(reader));
  if (scale > SCALE_MAX_TIME) throw scaleInvalid(scale, line);
  return { name, scale };
}

function parseNumeric(reader: TokenReader, name: string): SqlType | undefined {
  const { line } = reader.peek();
  if (name === 'float') {
    const digits = reader.is('(')
      ? reader.parenthesized(() => parseDigits(reader))
      : FLOAT_DIGITS_MAX;
    if (digits < 1 || digits > FLOAT_DIGITS_MAX) throw lengthInvalid(digits, line);
    return { name: digits <= FLOAT_DIGITS_REAL ? 'real' : 'float' };
  }
  if (name !== 'decimal' && name !== 'numeric' && name !== 'dec') return undefined;
  if (!reader.is('(')) return { name: 'decimal', precision: 18, scale: 0 };
  const [precision = 0, scale = 0, ...more] = reader.parenthesized(() =>
    reader.list(() => parseDigits(reader)),
  );
  if (more.length > 0) throw incorrectSyntax(',', line);
  if (precision < 1 || precision > PRECISION_MAX) throw lengthInvalid(precision, line);
  if (scale > precision) throw scaleInvalid(scale, line);
  return { name: 'decimal', precision, scale };
}

function parseDigits(reader: TokenReader): number {
  const token = reader.peek();
  const digits = Number(token.text);
  if (token.kind !== 'number' || !Number.isInteger(digits)) throw reader.unexpected();
  reader.next();
  return digits;
}
