import type { Literal } from './ast';
import type { Token } from './lexer';
import { incorrectSyntax } from './syntax-error';
import { SqlError } from '../../sql-error';

const INT_MAX = 2147483647;
const INT_DIGITS = 10;
const PRECISION_MAX = 38;
const VARCHAR_LENGTH_MAX = 8000;
const NVARCHAR_LENGTH_MAX = 4000;
const MONEY_SCALE = 4;

/** The constant that a token stands for, or undefined for a token that is none. */
export function literal(token: Token): Literal | undefined {
  switch (token.kind) {
    case 'number':
      return numberLiteral(token);
    case 'string':
      return textLiteral(token.text, token.line, 'varchar');
    case 'national-string':
      return textLiteral(token.text, token.line, 'nvarchar');
    case 'binary':
      return binaryLiteral(token);
    case 'money':
      return moneyLiteral(token);
    case 'word':
    case 'quoted':
    case 'variable':
    case 'global':
    case 'symbol':
    case 'end':
      return undefined;
  }
}

export function textLiteral(value: string, line: number, name: 'varchar' | 'nvarchar'): Literal {
  const maximum = name === 'varchar' ? VARCHAR_LENGTH_MAX : NVARCHAR_LENGTH_MAX;
  const length = value.length > maximum ? 'max' : Math.max(value.length, 1);
  return { kind: 'literal', line, type: { name, length }, value };
}

function numberLiteral({ text, line }: Token): Literal {
  const asNumber = Number(text);
  if (
    text.length <= INT_DIGITS &&
    !text.includes('.') &&
    asNumber <= INT_MAX &&
    !hasExponent(text)
  ) {
    return { kind: 'literal', line, type: { name: 'int' }, value: asNumber };
  }
  if (hasExponent(text)) {
    const value = Number(/e[+-]?$/i.test(text) ? `${text}0` : text);
    if (!Number.isFinite(value)) throw outOfRange(text, line);
    return { kind: 'literal', line, type: { name: 'float' }, value };
  }
  const [whole = '', fraction = ''] = text.split('.');
  const digits = withoutLeadingZeros(whole) + fraction;
  const precision = Math.max(digits.length, 1);
  if (precision > PRECISION_MAX) throw outOfRange(text, line);
  if (!text.includes('.') && BigInt(digits || '0') <= INT_MAX) {
    return { kind: 'literal', line, type: { name: 'int' }, value: asNumber };
  }
  const scale = fraction.length;
  return {
    kind: 'literal',
    line,
    type: { name: 'decimal', precision, scale },
    value: { unscaled: BigInt(digits || '0'), scale },
  };
}

function hasExponent(text: string): boolean {
  return text.includes('e') || text.includes('E');
}

function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (digits[start] === '0') start++;
  return digits.slice(start);
}

function outOfRange(text: string, line: number): SqlError {
  return new SqlError(
    1007,
    `The number '${text}' is out of the range for numeric representation (maximum precision ${PRECISION_MAX}).`,
    { severity: 15, line },
  );
}

function binaryLiteral({ text, line }: Token): Literal {
  const digits = text.slice(2);
  const value = Uint8Array.from(
    Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'),
  );
  const length = value.length > VARCHAR_LENGTH_MAX ? 'max' : Math.max(value.length, 1);
  return { kind: 'literal', line, type: { name: 'varbinary', length }, value };
}

function moneyLiteral({ text, line }: Token): Literal {
  const [whole = '', fraction = ''] = text.slice(1).split('.');
  if (whole + fraction === '') throw incorrectSyntax(text, line);
  const kept = BigInt(`0${whole}${fraction.slice(0, MONEY_SCALE).padEnd(MONEY_SCALE, '0')}`);
  const unscaled = (fraction[MONEY_SCALE] ?? '0') >= '5' ? kept + 1n : kept;
  return {
    kind: 'literal',
    line,
    type: { name: 'money' },
    value: { unscaled, scale: MONEY_SCALE },
  };
}
