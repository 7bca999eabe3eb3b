import { outsideSubset } from '../../outside-subset';
import type { TableSource } from './ast';
import { parseCondition, parseExpression } from './parse-expression';
import { isName, parseName, parseObjectName } from './parse-name';
import type { TokenReader } from './token-reader';

/** Words that are no reserved words, yet end a table rather than name it. */
const NOT_AN_ALIAS: ReadonlySet<string> = new Set(['OFFSET', 'APPLY', 'WINDOW', 'OUTPUT']);

const OUTSIDE_AFTER: ReadonlySet<string> = new Set(['TABLESAMPLE', 'PIVOT', 'UNPIVOT']);

/** What follows FROM. A comma is a cross join. */
export function parseTableSources(reader: TokenReader): TableSource {
  let left = parseJoins(reader);
  while (reader.is(',')) {
    const { line } = reader.next();
    left = { kind: 'join', line, join: 'cross', left, right: parseJoins(reader) };
  }
  return left;
}

function parseJoins(reader: TokenReader): TableSource {
  let left = parseSource(reader);
  for (;;) {
    const { line } = reader.peek();
    const join = parseJoinKind(reader);
    if (join === undefined) return left;
    const right = parseSource(reader);
    if (join === 'cross') {
      left = { kind: 'join', line, join, left, right };
    } else {
      reader.expect('ON');
      left = { kind: 'join', line, join, left, right, on: parseCondition(reader) };
    }
  }
}

function parseJoinKind(reader: TokenReader): 'inner' | 'left' | 'cross' | undefined {
  const { line, upper } = reader.peek();
  if (reader.accept('JOIN') || reader.acceptAll('INNER', 'JOIN')) return 'inner';
  if (reader.acceptAll('LEFT', 'JOIN') || reader.acceptAll('LEFT', 'OUTER', 'JOIN')) return 'left';
  if (reader.acceptAll('CROSS', 'JOIN')) return 'cross';
  if (upper === 'RIGHT' || upper === 'FULL') throw outsideSubset(`${upper} JOIN`, line);
  if (reader.is('APPLY', 1)) throw outsideSubset(`${upper} APPLY`, line);
  if (upper === 'INNER' || upper === 'LEFT') throw outsideSubset('A join hint', line);
  return undefined;
}

function parseSource(reader: TokenReader): TableSource {
  const { line } = reader.peek();
  if (reader.is('(')) {
    const inner = reader.peek(1).upper;
    if (inner === 'SELECT' || inner === 'VALUES') throw outsideSubset('A derived table', line);
    return reader.parenthesized(() => parseTableSources(reader));
  }
  if (reader.peek().kind === 'variable') throw outsideSubset('A table variable', line);
  const name = parseObjectName(reader);
  if (reader.is('(') && !reader.is('NOLOCK', 1)) {
    const parameters = reader.parenthesized(() =>
      reader.is(')') ? [] : reader.list(() => parseExpression(reader)),
    );
    return { kind: 'function', line, name, arguments: parameters, ...parseTableAlias(reader) };
  }
  const alias = parseTableAlias(reader);
  if (reader.isAny(OUTSIDE_AFTER)) throw outsideSubset(reader.peek().upper, line);
  if (reader.is('FOR') && reader.is('SYSTEM_TIME', 1)) throw outsideSubset('FOR SYSTEM_TIME', line);
  return { kind: 'table', line, name, ...alias, hints: parseTableHints(reader) };
}

function parseTableAlias(reader: TokenReader): { alias?: string } {
  if (reader.accept('AS')) return { alias: parseName(reader) };
  if (isName(reader.peek()) && !reader.isAny(NOT_AN_ALIAS)) return { alias: parseName(reader) };
  return {};
}

/** `WITH (NOLOCK, …)`, and the old form `(NOLOCK)`. */
export function parseTableHints(reader: TokenReader): string[] {
  const hinted =
    (reader.is('WITH') && reader.is('(', 1)) || (reader.is('(') && reader.is('NOLOCK', 1));
  if (!hinted) return [];
  reader.accept('WITH');
  return reader.parenthesized(() =>
    reader.list(() => {
      const hint = reader.next();
      if (hint.kind !== 'word') throw outsideSubset('A table hint with arguments', hint.line);
      if (reader.is('(') || reader.is('='))
        throw outsideSubset(`The table hint ${hint.upper}`, hint.line);
      return hint.upper;
    }),
  );
}
