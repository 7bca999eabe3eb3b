import { outsideSubset } from '../../outside-subset';
import type { BinaryOperator, Condition, Expression } from './ast';
import { conditionExpected } from './syntax-error';
import { parsePredicate, startsPredicate } from './parse-predicate';
import { parsePrimary } from './parse-primary';
import { parseName } from './parse-name';
import { parseQuery } from './parse-query';
import type { TokenReader } from './token-reader';

/**
 * Parentheses may hold a value or a condition, which is known only at their end. So one descent
 * reads both, and each place that takes only one of them checks what it got.
 */
type Operand = Expression | Condition;

const CONDITION_KINDS: ReadonlySet<string> = new Set<Condition['kind']>([
  'comparison',
  'logical',
  'not',
  'is-null',
  'in-list',
  'in-query',
  'exists',
  'between',
  'like',
]);

const ADDITIVE: ReadonlySet<string> = new Set<BinaryOperator>(['+', '-', '&', '|', '^']);
const MULTIPLICATIVE: ReadonlySet<string> = new Set<BinaryOperator>(['*', '/', '%']);

/** A value. Bitwise operators bind as + and - do. */
export function parseExpression(reader: TokenReader): Expression {
  return asExpression(reader, parseAdditive(reader));
}

/** What WHERE, HAVING, ON, IF, WHILE and CASE WHEN take. */
export function parseCondition(reader: TokenReader): Condition {
  return asCondition(reader, parseOr(reader));
}

function asExpression(reader: TokenReader, operand: Operand): Expression {
  if (isCondition(operand)) throw reader.unexpected();
  return operand;
}

function asCondition(reader: TokenReader, operand: Operand): Condition {
  if (isCondition(operand)) return operand;
  const { text, line } = reader.peek();
  throw conditionExpected(text, line);
}

function isCondition(operand: Operand): operand is Condition {
  return CONDITION_KINDS.has(operand.kind);
}

function parseOr(reader: TokenReader): Operand {
  let left = parseAnd(reader);
  while (reader.is('OR')) {
    const { line } = reader.next();
    const right = asCondition(reader, parseAnd(reader));
    left = { kind: 'logical', line, operator: 'OR', left: asCondition(reader, left), right };
  }
  return left;
}

function parseAnd(reader: TokenReader): Operand {
  let left = parseNot(reader);
  while (reader.is('AND')) {
    const { line } = reader.next();
    const right = asCondition(reader, parseNot(reader));
    left = { kind: 'logical', line, operator: 'AND', left: asCondition(reader, left), right };
  }
  return left;
}

function parseNot(reader: TokenReader): Operand {
  const { line } = reader.peek();
  if (reader.accept('NOT')) {
    return { kind: 'not', line, condition: asCondition(reader, parseNot(reader)) };
  }
  if (reader.accept('EXISTS')) {
    return { kind: 'exists', line, query: reader.parenthesized(() => parseQuery(reader)) };
  }
  const operand = parseAdditive(reader);
  if (!startsPredicate(reader)) return operand;
  return parsePredicate(reader, asExpression(reader, operand));
}

function parseAdditive(reader: TokenReader): Operand {
  return parseBinary(reader, { operators: ADDITIVE, operand: parseMultiplicative });
}

function parseMultiplicative(reader: TokenReader): Operand {
  return parseBinary(reader, { operators: MULTIPLICATIVE, operand: parseUnary });
}

function parseBinary(
  reader: TokenReader,
  level: { operators: ReadonlySet<string>; operand: (reader: TokenReader) => Operand },
): Operand {
  let left = level.operand(reader);
  while (level.operators.has(reader.peek().upper)) {
    const { line, upper } = reader.next();
    const right = asExpression(reader, level.operand(reader));
    const operator = upper as BinaryOperator;
    left = { kind: 'binary', line, operator, left: asExpression(reader, left), right };
  }
  return left;
}

function parseUnary(reader: TokenReader): Operand {
  const { line, upper } = reader.peek();
  if (upper === '-' || upper === '+' || upper === '~') {
    reader.next();
    return {
      kind: 'unary',
      line,
      operator: upper,
      operand: asExpression(reader, parseUnary(reader)),
    };
  }
  return parsePostfix(reader, parseOperand(reader));
}

function parseOperand(reader: TokenReader): Operand {
  if (!reader.is('(') || reader.is('SELECT', 1)) return parsePrimary(reader);
  return reader.parenthesized(() => parseOr(reader));
}

function parsePostfix(reader: TokenReader, operand: Operand): Operand {
  let result = operand;
  while (reader.is('COLLATE')) {
    const { line } = reader.next();
    result = {
      kind: 'collate',
      line,
      operand: asExpression(reader, result),
      collation: parseName(reader),
    };
  }
  if (reader.is('AT') && reader.is('TIME', 1))
    throw outsideSubset('AT TIME ZONE', reader.peek().line);
  return result;
}
