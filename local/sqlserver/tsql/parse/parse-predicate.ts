import { outsideSubset } from '../../outside-subset';
import type { ComparisonOperator, Condition, Expression } from './ast';
import { parseExpression } from './parse-expression';
import { parseQuery } from './parse-query';
import type { TokenReader } from './token-reader';

const COMPARISONS: Record<string, ComparisonOperator | undefined> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '!>': '<=',
  '>': '>',
  '>=': '>=',
  '!<': '>=',
};

const QUANTIFIERS: ReadonlySet<string> = new Set(['ALL', 'ANY', 'SOME']);

export function startsPredicate(reader: TokenReader): boolean {
  const { upper } = reader.peek();
  if (COMPARISONS[upper] !== undefined) return true;
  return (
    upper === 'IS' || upper === 'IN' || upper === 'LIKE' || upper === 'BETWEEN' || upper === 'NOT'
  );
}

/** The comparison, IS, IN, LIKE or BETWEEN that follows `operand`. */
export function parsePredicate(reader: TokenReader, operand: Expression): Condition {
  const { line, upper } = reader.peek();
  const operator = COMPARISONS[upper];
  if (operator !== undefined) {
    reader.next();
    if (reader.isAny(QUANTIFIERS)) throw outsideSubset(`${operator} ${reader.peek().upper}`, line);
    return { kind: 'comparison', line, operator, left: operand, right: parseExpression(reader) };
  }
  if (reader.accept('IS')) return parseIs(reader, operand, line);
  const negated = reader.accept('NOT');
  if (reader.accept('IN')) return { ...parseIn(reader, operand, line), negated };
  if (reader.accept('LIKE')) return { ...parseLike(reader, operand, line), negated };
  reader.expect('BETWEEN');
  const low = parseExpression(reader);
  reader.expect('AND');
  return { kind: 'between', line, operand, low, high: parseExpression(reader), negated };
}

function parseIs(reader: TokenReader, operand: Expression, line: number): Condition {
  const negated = reader.accept('NOT');
  if (reader.is('DISTINCT')) throw outsideSubset('IS DISTINCT FROM', line);
  reader.expect('NULL');
  return { kind: 'is-null', line, operand, negated };
}

function parseIn(reader: TokenReader, operand: Expression, line: number) {
  reader.expect('(');
  if (reader.is('SELECT')) {
    const query = parseQuery(reader);
    reader.expect(')');
    return { kind: 'in-query' as const, line, operand, query };
  }
  const list = reader.list(() => parseExpression(reader));
  reader.expect(')');
  return { kind: 'in-list' as const, line, operand, list };
}

function parseLike(reader: TokenReader, operand: Expression, line: number) {
  const pattern = parseExpression(reader);
  const like = { kind: 'like' as const, line, operand, pattern };
  return reader.accept('ESCAPE') ? { ...like, escape: parseExpression(reader) } : like;
}
