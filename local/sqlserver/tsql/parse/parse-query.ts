import { outsideSubset } from '../../outside-subset';
import type { AssignmentOperator, Expression, OrderItem, Query, SelectItem } from './ast';
import { parseCondition, parseExpression } from './parse-expression';
import { isName, parseName } from './parse-name';
import { literal } from './literal';
import { parseTableSources } from './parse-table-source';
import type { TokenReader } from './token-reader';
import { assignmentOperator } from './assignment-operator';

const SET_OPERATIONS: ReadonlySet<string> = new Set(['UNION', 'EXCEPT', 'INTERSECT']);

/** A SELECT, from its first word to the end of its last clause. */
export function parseQuery(reader: TokenReader): Query {
  const { line } = reader.peek();
  reader.expect('SELECT');
  const distinct = reader.accept('DISTINCT');
  if (!distinct) reader.accept('ALL');
  const top = parseTop(reader);
  const items = reader.list(() => parseItem(reader));
  if (reader.is('INTO')) throw outsideSubset('SELECT INTO', reader.peek().line);
  const from = reader.accept('FROM') ? { from: parseTableSources(reader) } : {};
  const where = reader.accept('WHERE') ? { where: parseCondition(reader) } : {};
  const groupBy = reader.acceptAll('GROUP', 'BY') ? parseGroupBy(reader) : [];
  const having = reader.accept('HAVING') ? { having: parseCondition(reader) } : {};
  if (reader.isAny(SET_OPERATIONS)) throw outsideSubset(reader.peek().upper, reader.peek().line);
  const orderBy = reader.acceptAll('ORDER', 'BY') ? reader.list(() => parseOrderItem(reader)) : [];
  const offset = parseOffset(reader);
  refuseTail(reader);
  return {
    line,
    distinct,
    ...(top ? { top } : {}),
    items,
    ...from,
    ...where,
    groupBy,
    ...having,
    orderBy,
    ...(offset ? { offset } : {}),
  };
}

/** `TOP n`, `TOP (@n)`; also before the table of UPDATE, DELETE and INSERT. */
export function parseTop(reader: TokenReader): Expression | undefined {
  const { line } = reader.peek();
  if (!reader.accept('TOP')) return undefined;
  const count = reader.is('(')
    ? reader.parenthesized(() => parseExpression(reader))
    : literal(reader.next());
  if (!count) throw reader.unexpected();
  if (reader.is('PERCENT')) throw outsideSubset('TOP … PERCENT', line);
  if (reader.is('WITH') && reader.is('TIES', 1)) throw outsideSubset('TOP … WITH TIES', line);
  return count;
}

function parseItem(reader: TokenReader): SelectItem {
  const { line, kind } = reader.peek();
  const qualifier = parseStar(reader);
  if (qualifier) return { kind: 'star', line, qualifier };
  const operator = kind === 'variable' ? assignmentOperator(reader.peek(1)) : undefined;
  if (operator) return parseAssignment(reader, operator);
  if (isName(reader.peek()) && reader.is('=', 1)) {
    const alias = parseName(reader);
    reader.expect('=');
    return { kind: 'expression', line, expression: parseExpression(reader), alias };
  }
  const expression = parseExpression(reader);
  const alias = parseAlias(reader);
  return { kind: 'expression', line, expression, ...(alias === undefined ? {} : { alias }) };
}

function parseAssignment(reader: TokenReader, operator: AssignmentOperator): SelectItem {
  const { line, text } = reader.next();
  reader.next();
  return { kind: 'assignment', line, variable: text, operator, value: parseExpression(reader) };
}

/** The parts before a `*`, or undefined when what follows is not one. */
function parseStar(reader: TokenReader): string[] | undefined {
  let ahead = 0;
  while (reader.is('.', ahead + 1) && isName(reader.peek(ahead))) ahead += 2;
  if (!reader.is('*', ahead)) return undefined;
  const qualifier: string[] = [];
  for (; ahead > 0; ahead -= 2) {
    qualifier.push(reader.next().text);
    reader.next();
  }
  reader.next();
  return qualifier;
}

/** A column's alias: a name or text, with or without AS. */
function parseAlias(reader: TokenReader): string | undefined {
  const required = reader.accept('AS');
  const { kind } = reader.peek();
  if (kind === 'string' || kind === 'national-string') return reader.next().text;
  if (required || isName(reader.peek())) return parseName(reader);
  return undefined;
}

function parseGroupBy(reader: TokenReader): Expression[] {
  const { line, upper } = reader.peek();
  if (reader.is('(', 1) && (upper === 'ROLLUP' || upper === 'CUBE'))
    throw outsideSubset(upper, line);
  if (upper === 'GROUPING' && reader.is('SETS', 1)) throw outsideSubset('GROUPING SETS', line);
  const groupBy = reader.list(() => parseExpression(reader));
  if (reader.is('WITH')) throw outsideSubset('GROUP BY … WITH', line);
  return groupBy;
}

function parseOrderItem(reader: TokenReader): OrderItem {
  const { line } = reader.peek();
  const expression = parseExpression(reader);
  const descending = reader.accept('DESC');
  if (!descending) reader.accept('ASC');
  return { line, expression, descending };
}

function parseOffset(reader: TokenReader): Query['offset'] {
  if (!reader.accept('OFFSET')) return undefined;
  const skip = parseExpression(reader);
  expectEither(reader, 'ROW', 'ROWS');
  if (!reader.accept('FETCH')) return { skip };
  expectEither(reader, 'FIRST', 'NEXT');
  const take = parseExpression(reader);
  expectEither(reader, 'ROW', 'ROWS');
  reader.expect('ONLY');
  return { skip, take };
}

function expectEither(reader: TokenReader, one: string, other: string): void {
  if (!reader.accept(one)) reader.expect(other);
}

function refuseTail(reader: TokenReader): void {
  const { line, upper } = reader.peek();
  if (upper === 'FOR') throw outsideSubset(`FOR ${reader.peek(1).upper}`, line);
  if (upper === 'OPTION') throw outsideSubset('OPTION', line);
  if (upper === 'WINDOW') throw outsideSubset('WINDOW', line);
  if (upper === 'OFFSET') throw reader.unexpected();
}
