import { outsideSubset } from '../../outside-subset';
import type { Expression, ObjectName } from './ast';
import { parseCondition, parseExpression } from './parse-expression';
import { isName } from './parse-name';
import { parseType } from './parse-type';
import type { TokenReader } from './token-reader';

const LENGTH_IN_CONVERSION = 30;

const TAKES_DATE_PART: ReadonlySet<string> = new Set([
  'DATEADD',
  'DATEDIFF',
  'DATEDIFF_BIG',
  'DATENAME',
  'DATEPART',
  'DATETRUNC',
]);

const OUTSIDE: ReadonlySet<string> = new Set([
  'PARSE',
  'TRY_PARSE',
  'STRING_AGG',
  'GROUPING',
  'GROUPING_ID',
]);

/** A call whose name has been read; the next token is its opening parenthesis. */
export function parseCall(reader: TokenReader, name: ObjectName): Expression {
  const upper = name.schema === undefined ? name.name.toUpperCase() : '';
  const { line } = name;
  if (OUTSIDE.has(upper)) throw outsideSubset(upper, line);
  reader.expect('(');
  const call = parseSpecial(reader, upper, line) ?? parseArguments(reader, name, upper);
  reader.expect(')');
  if (reader.is('OVER') && reader.is('(', 1)) throw outsideSubset('OVER', line);
  if (reader.is('WITHIN')) throw outsideSubset('WITHIN GROUP', line);
  return call;
}

function parseSpecial(reader: TokenReader, upper: string, line: number): Expression | undefined {
  switch (upper) {
    case 'CAST':
    case 'TRY_CAST':
      return parseCast(reader, upper === 'TRY_CAST', line);
    case 'CONVERT':
    case 'TRY_CONVERT':
      return parseConvert(reader, upper === 'TRY_CONVERT', line);
    case 'IIF':
      return parseIif(reader, line);
    default:
      return undefined;
  }
}

function parseCast(reader: TokenReader, attempt: boolean, line: number): Expression {
  const operand = parseExpression(reader);
  reader.expect('AS');
  const type = parseType(reader, LENGTH_IN_CONVERSION);
  return { kind: 'convert', line, function: 'CAST', attempt, type, operand };
}

function parseConvert(reader: TokenReader, attempt: boolean, line: number): Expression {
  const type = parseType(reader, LENGTH_IN_CONVERSION);
  reader.expect(',');
  const operand = parseExpression(reader);
  const convert = {
    kind: 'convert' as const,
    line,
    function: 'CONVERT' as const,
    attempt,
    type,
    operand,
  };
  return reader.accept(',') ? { ...convert, style: parseExpression(reader) } : convert;
}

function parseIif(reader: TokenReader, line: number): Expression {
  const when = parseCondition(reader);
  reader.expect(',');
  const then = parseExpression(reader);
  reader.expect(',');
  return {
    kind: 'searched-case',
    line,
    branches: [{ when, then }],
    otherwise: parseExpression(reader),
  };
}

function parseArguments(reader: TokenReader, name: ObjectName, upper: string): Expression {
  const call = { kind: 'call' as const, line: name.line, name, distinct: false, star: false };
  if (reader.is(')')) return { ...call, arguments: [] };
  if (reader.is('*') && reader.is(')', 1)) {
    reader.next();
    return { ...call, arguments: [], star: true };
  }
  const distinct = reader.accept('DISTINCT');
  if (!distinct) reader.accept('ALL');
  const parts: Expression[] = TAKES_DATE_PART.has(upper) ? [parseDatePart(reader)] : [];
  if (parts.length > 0) reader.expect(',');
  const rest = reader.list(() => parseExpression(reader));
  return { ...call, distinct, arguments: [...parts, ...rest] };
}

function parseDatePart(reader: TokenReader): Expression {
  const token = reader.peek();
  if (!isName(token)) throw reader.unexpected();
  reader.next();
  return { kind: 'date-part', line: token.line, part: token.text.toLowerCase() };
}
