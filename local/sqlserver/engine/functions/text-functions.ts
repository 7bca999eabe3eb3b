import { quoteName } from './quote-name';
import { plainText } from '../../types/plain-text';
import { foldCase } from '../../types/collation';
import { decodeAnsi, encodeAnsi } from '../../types/ansi';
import { parseDecimal, rescale, formatDecimal, decimalFromNumber } from '../../types/decimal';
import type { SqlType, SqlValue } from '../../types/sql-type';
import { isBinary, isCharacter, isNational } from '../../types/type-name';
import { fixedFunction } from '../scalar-functions';
import type { BoundArgument, ScalarFunction } from '../scalar-functions';
import { sqlMessage } from '../sql-message';

const INT: SqlType = { name: 'int' };
const BIGINT: SqlType = { name: 'bigint' };
const FLOAT: SqlType = { name: 'float' };
const NVARCHAR_MAX: SqlType = { name: 'nvarchar', length: 'max' };
const VARCHAR_MAX: SqlType = { name: 'varchar', length: 'max' };
const BYTES_MAX = 8000;
const NATIONAL_MAX = 4000;

/** A text function whose result is as wide as `lengthOf` says, or as its first argument. */
function textFunction(definition: {
  name: string;
  arguments: [number, number];
  parameters?: readonly SqlType[];
  lengthOf?: (args: BoundArgument[], own: number | 'max') => number | 'max';
  evaluate: (text: string, args: SqlValue[]) => SqlValue;
}): ScalarFunction {
  const { name, parameters = [], lengthOf, evaluate } = definition;
  const [argumentsMin, argumentsMax] = definition.arguments;
  return {
    schema: '',
    name,
    argumentsMin,
    argumentsMax,
    bind: (args) => {
      const first = asText(args[0]);
      const length = lengthOf?.(args, first.length) ?? first.length;
      const type = { name: first.name, length } as SqlType;
      const converted = { name: first.name, length: 'max' as const };
      return {
        type,
        parameters: [
          isCharacter(args[0]?.type ?? INT) ? (args[0]?.type ?? converted) : converted,
          ...parameters,
        ],
        evaluate: (values) =>
          values.includes(null) ? null : evaluate(values[0] as string, values),
      };
    },
  };
}

function asText(argument: BoundArgument | undefined): {
  name: 'varchar' | 'nvarchar';
  length: number | 'max';
} {
  const type = argument?.type ?? INT;
  if (isCharacter(type))
    return { name: isNational(type) ? 'nvarchar' : 'varchar', length: type.length };
  if (isBinary(type)) return { name: 'varchar', length: type.length };
  return { name: 'varchar', length: 100 };
}

const widest = (args: BoundArgument[]): number | 'max' => {
  const text = asText(args[0]);
  if (text.length === 'max') return 'max';
  return text.name === 'nvarchar' ? NATIONAL_MAX : BYTES_MAX;
};

const constantLength = (args: BoundArgument[], own: number | 'max'): number | 'max' => {
  const wanted = args.at(-1)?.constant;
  if (typeof wanted !== 'number' || own === 'max') return own;
  return Math.max(1, Math.min(own, wanted));
};

const substring: ScalarFunction = {
  schema: '',
  name: 'SUBSTRING',
  argumentsMin: 3,
  argumentsMax: 3,
  bind: (args) => {
    const own = args[0]?.type ?? INT;
    const length = constantLength(args, 'length' in own ? own.length : 30);
    const name = isBinary(own) ? 'varbinary' : asText(args[0]).name;
    const kept = isCharacter(own) || isBinary(own) ? own : VARCHAR_MAX;
    return {
      type: { name, length },
      parameters: [kept, INT, INT],
      evaluate: ([value = null, start = null, count = null]) => {
        if (value === null || start === null || count === null) return null;
        if (Number(count) < 0) throw sqlMessage(537);
        const from = Number(start) - 1;
        const end = from + Number(count);
        const whole = value as string | Uint8Array;
        return whole.slice(Math.max(0, from), Math.max(0, end));
      },
    };
  },
};

const concat = (name: 'CONCAT' | 'CONCAT_WS'): ScalarFunction => ({
  schema: '',
  name,
  argumentsMin: name === 'CONCAT' ? 2 : 3,
  argumentsMax: 254,
  bind: (args) => {
    const national = args.some(({ type }) => isNational(type));
    const target: SqlType = national ? NVARCHAR_MAX : VARCHAR_MAX;
    const lengths = args.map((arg) => asText(arg).length);
    const sum = lengths.reduce<number>((total, length) => total + Number(length), 0);
    const length = lengths.includes('max')
      ? 'max'
      : Math.max(1, Math.min(sum, national ? NATIONAL_MAX : BYTES_MAX));
    return {
      type: { ...target, length },
      nullable: false,
      parameters: args.map(({ type }) => (isCharacter(type) ? type : target)),
      evaluate: (values) => {
        if (name === 'CONCAT') return values.map((value) => (value ?? '') as string).join('');
        const [separator = null, ...parts] = values;
        return parts
          .filter((part) => part !== null)
          .map(plainText)
          .join((separator ?? '') as string);
      },
    };
  },
});

const trim = (name: string, cut: (text: string) => string) =>
  textFunction({ name, arguments: [1, 1], evaluate: cut });

const HIGH_SURROGATE_FREE = (text: string) => Array.from(text).reverse().join('');

export const TEXT_FUNCTIONS: ScalarFunction[] = [
  substring,
  concat('CONCAT'),
  concat('CONCAT_WS'),
  {
    schema: '',
    name: 'LEN',
    argumentsMin: 1,
    argumentsMax: 1,
    bind: ([arg]) => ({
      type: arg !== undefined && 'length' in arg.type && arg.type.length === 'max' ? BIGINT : INT,
      parameters:
        arg !== undefined && (isCharacter(arg.type) || isBinary(arg.type))
          ? [arg.type]
          : [VARCHAR_MAX],
      evaluate: ([value = null]) => {
        if (value === null) return null;
        const length =
          value instanceof Uint8Array ? value.length : (value as string).replace(/ +$/, '').length;
        return arg !== undefined && 'length' in arg.type && arg.type.length === 'max'
          ? BigInt(length)
          : length;
      },
    }),
  },
  trim('LTRIM', (text) => text.replace(/^ +/, '')),
  trim('RTRIM', (text) => text.replace(/ +$/, '')),
  trim('TRIM', (text) => text.replace(/^ +| +$/g, '')),
  trim('UPPER', (text) => text.toUpperCase()),
  trim('LOWER', (text) => text.toLowerCase()),
  trim('REVERSE', HIGH_SURROGATE_FREE),
  textFunction({
    name: 'LEFT',
    arguments: [2, 2],
    parameters: [INT],
    lengthOf: constantLength,
    evaluate: (text, [, count]) => text.slice(0, checkedLength(count, 'LEFT or SUBSTRING')),
  }),
  textFunction({
    name: 'RIGHT',
    arguments: [2, 2],
    parameters: [INT],
    lengthOf: constantLength,
    evaluate: (text, [, count]) => {
      const length = checkedLength(count, 'right');
      return length === 0 ? '' : text.slice(-length);
    },
  }),
  textFunction({
    name: 'REPLACE',
    arguments: [3, 3],
    parameters: [NVARCHAR_MAX, NVARCHAR_MAX],
    lengthOf: widest,
    evaluate: (text, [, from, to]) => replaceText(text, from as string, to as string),
  }),
  textFunction({
    name: 'REPLICATE',
    arguments: [2, 2],
    parameters: [INT],
    lengthOf: widest,
    evaluate: (text, [, count]) => (Number(count) < 0 ? null : text.repeat(Number(count))),
  }),
  textFunction({
    name: 'STUFF',
    arguments: [4, 4],
    parameters: [INT, INT, NVARCHAR_MAX],
    lengthOf: widest,
    evaluate: (text, [, start, length, insert]) => {
      const [from, count] = [Number(start), Number(length)];
      if (from < 1 || from > text.length || count < 0) return null;
      return text.slice(0, from - 1) + (insert as string) + text.slice(from - 1 + count);
    },
  }),
  fixedFunction({
    name: 'SPACE',
    parameters: [INT],
    type: { name: 'varchar', length: BYTES_MAX },
    evaluate: ([count]) => (count === null || Number(count) < 0 ? null : ' '.repeat(Number(count))),
  }),
  fixedFunction({
    name: 'CHARINDEX',
    parameters: [NVARCHAR_MAX, NVARCHAR_MAX, INT],
    required: 2,
    type: INT,
    evaluate: ([wanted, text, start]) => {
      if (wanted === null || text === null) return null;
      if (wanted === '') return 0;
      const from = Math.max(0, Number(start ?? 1) - 1);
      return (text as string).toLowerCase().indexOf((wanted as string).toLowerCase(), from) + 1;
    },
  }),
  fixedFunction({
    name: 'QUOTENAME',
    parameters: [
      { name: 'nvarchar', length: 128 },
      { name: 'nchar', length: 1 },
    ],
    required: 1,
    type: { name: 'nvarchar', length: 258 },
    evaluate: ([name, quote]) =>
      name === null ? null : quoteName(name as string, (quote as string | undefined) ?? '['),
  }),
  fixedFunction({
    name: 'ASCII',
    parameters: [VARCHAR_MAX],
    type: INT,
    evaluate: ([text]) =>
      text === null || text === '' ? null : (encodeAnsi(text as string)[0] ?? null),
  }),
  fixedFunction({
    name: 'UNICODE',
    parameters: [NVARCHAR_MAX],
    type: INT,
    evaluate: ([text]) => (text === null || text === '' ? null : (text as string).charCodeAt(0)),
  }),
  fixedFunction({
    name: 'CHAR',
    parameters: [INT],
    type: { name: 'char', length: 1 },
    evaluate: ([code]) => {
      const byte = Number(code);
      return code === null || byte < 0 || byte > 255 ? null : decodeAnsi(Uint8Array.of(byte));
    },
  }),
  fixedFunction({
    name: 'NCHAR',
    parameters: [INT],
    type: { name: 'nchar', length: 1 },
    evaluate: ([code]) =>
      code === null || Number(code) < 0 || Number(code) > 0xffff
        ? null
        : String.fromCharCode(Number(code)),
  }),
  fixedFunction({
    name: 'STR',
    parameters: [FLOAT, INT, INT],
    required: 1,
    type: { name: 'varchar', length: BYTES_MAX },
    evaluate: ([number, length, decimals]) =>
      number === null
        ? null
        : strText(number as number, {
            length: Number(length ?? 10),
            decimals: Number(decimals ?? 0),
          }),
  }),
];

function checkedLength(count: SqlValue | undefined, name: string): number {
  if (Number(count) < 0) throw name === 'right' ? sqlMessage(536, name) : sqlMessage(537);
  return Number(count);
}

/** Finds without regard to case, as the collation does. */
function replaceText(text: string, from: string, to: string): string {
  if (from === '') return text;
  const folded = text.toLowerCase();
  const wanted = foldCase(from) === '' ? from : from.toLowerCase();
  let result = '';
  let at = 0;
  for (let found = folded.indexOf(wanted); found >= 0; found = folded.indexOf(wanted, at)) {
    result += text.slice(at, found) + to;
    at = found + wanted.length;
  }
  return result + text.slice(at);
}

function strText(
  number: number,
  { length, decimals }: { length: number; decimals: number },
): string {
  const exact = decimalFromNumber(number) ?? parseDecimal('0');
  if (exact === undefined) return '';
  const whole = formatDecimal(rescale(exact, 0, true)).length;
  if (whole > length) return '*'.repeat(length);
  const room = Math.max(0, Math.min(decimals, 16, length - whole - 1));
  return formatDecimal(rescale(exact, room)).padStart(length);
}
