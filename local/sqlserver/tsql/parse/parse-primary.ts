import { outsideSubset } from '../../outside-subset';
import type { CaseExpression, Expression } from './ast';
import { literal } from './literal';
import { parseCall } from './parse-call';
import { parseCondition, parseExpression } from './parse-expression';
import { isName, objectName, parseNameParts } from './parse-name';
import { parseQuery } from './parse-query';
import type { TokenReader } from './token-reader';

/** Reserved words that name a function: LEFT(a, 1). */
const RESERVED_FUNCTIONS: ReadonlySet<string> = new Set([
  'LEFT',
  'RIGHT',
  'COALESCE',
  'NULLIF',
  'CONVERT',
  'TRY_CONVERT',
]);

/** Functions that are written without parentheses. */
const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'SESSION_USER',
  'SYSTEM_USER',
  'USER',
]);

/** An operand without its operators: a constant, a variable, a column, a call, CASE or a scalar subquery. */
export function parsePrimary(reader: TokenReader): Expression {
  const token = reader.peek();
  const { line } = token;
  const constant = literal(token);
  if (constant) {
    reader.next();
    return constant;
  }
  if (token.kind === 'variable' || token.kind === 'global') {
    reader.next();
    return { kind: token.kind, line, name: token.text };
  }
  if (token.upper === '(') {
    return { kind: 'subquery', line, query: reader.parenthesized(() => parseQuery(reader)) };
  }
  return token.reserved ? parseReserved(reader) : parseNamed(reader);
}

function parseReserved(reader: TokenReader): Expression {
  const { line, upper } = reader.peek();
  if (reader.accept('NULL')) return { kind: 'null', line };
  if (reader.accept('DEFAULT')) return { kind: 'default', line };
  if (reader.is('CASE')) return parseCase(reader);
  if (RESERVED_FUNCTIONS.has(upper) && reader.is('(', 1)) {
    return parseCall(reader, objectName([reader.next().text], line));
  }
  if (BARE_FUNCTIONS.has(upper)) {
    const name = objectName([reader.next().text], line);
    return { kind: 'call', line, name, arguments: [], distinct: false, star: false };
  }
  throw reader.unexpected();
}

function parseNamed(reader: TokenReader): Expression {
  const { line } = reader.peek();
  if (!isName(reader.peek())) throw reader.unexpected();
  const parts = parseNameParts(reader);
  if (reader.is('(')) return parseCall(reader, objectName(parts, line));
  if (reader.is('::')) throw outsideSubset(`A method of the type ${parts.join('.')}`, line);
  const name = parts.pop() ?? '';
  return { kind: 'column', line, qualifier: parts, name };
}

function parseCase(reader: TokenReader): CaseExpression {
  const { line } = reader.next();
  if (reader.is('WHEN')) {
    const branches = parseBranches(reader, parseCondition);
    return { kind: 'searched-case', line, branches, ...parseCaseEnd(reader) };
  }
  const operand = parseExpression(reader);
  const branches = parseBranches(reader, parseExpression);
  return { kind: 'simple-case', line, operand, branches, ...parseCaseEnd(reader) };
}

function parseBranches<T>(reader: TokenReader, parseWhen: (reader: TokenReader) => T) {
  const branches: { when: T; then: Expression }[] = [];
  do {
    reader.expect('WHEN');
    const when = parseWhen(reader);
    reader.expect('THEN');
    branches.push({ when, then: parseExpression(reader) });
  } while (reader.is('WHEN'));
  return branches;
}

function parseCaseEnd(reader: TokenReader): { otherwise?: Expression } {
  const otherwise = reader.accept('ELSE') ? { otherwise: parseExpression(reader) } : {};
  reader.expect('END');
  return otherwise;
}
