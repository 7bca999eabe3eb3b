import { outsideSubset } from '../../outside-subset';
import type { InsertBulkStatement, InsertStatement } from './ast';
import { parseExpression } from './parse-expression';
import { parseName, parseObjectName } from './parse-name';
import { parseQuery } from './parse-query';
import { parseTableHints } from './parse-table-source';
import { parseType } from './parse-type';
import type { TokenReader } from './token-reader';

const LENGTH_IN_DEFINITION = 1;

export function parseInsert(reader: TokenReader): InsertStatement | InsertBulkStatement {
  const { line } = reader.next();
  if (reader.accept('BULK')) return parseInsertBulk(reader, line);
  if (reader.is('TOP')) throw outsideSubset('INSERT TOP', line);
  reader.accept('INTO');
  if (reader.peek().kind === 'variable') throw outsideSubset('A table variable', line);
  const table = parseObjectName(reader);
  parseTableHints(reader);
  const columns =
    reader.is('(') && !reader.is('SELECT', 1)
      ? { columns: reader.parenthesized(() => reader.list(() => parseName(reader))) }
      : {};
  if (reader.is('OUTPUT')) throw outsideSubset('OUTPUT', reader.peek().line);
  return { kind: 'insert', line, table, ...columns, source: parseSource(reader) };
}

function parseSource(reader: TokenReader): InsertStatement['source'] {
  const { line } = reader.peek();
  if (reader.acceptAll('DEFAULT', 'VALUES')) return { kind: 'defaults' };
  if (reader.is('EXEC') || reader.is('EXECUTE')) throw outsideSubset('INSERT … EXEC', line);
  if (reader.accept('VALUES')) {
    return {
      kind: 'values',
      rows: reader.list(() =>
        reader.parenthesized(() => reader.list(() => parseExpression(reader))),
      ),
    };
  }
  if (reader.is('('))
    return { kind: 'query', query: reader.parenthesized(() => parseQuery(reader)) };
  if (reader.is('WITH')) throw outsideSubset('WITH (a common table expression)', line);
  return { kind: 'query', query: parseQuery(reader) };
}

function parseInsertBulk(reader: TokenReader, line: number): InsertBulkStatement {
  const table = parseObjectName(reader);
  const columns = reader.parenthesized(() => reader.list(() => parseBulkColumn(reader)));
  const options = reader.accept('WITH')
    ? reader.parenthesized(() => reader.list(() => parseBulkOption(reader)))
    : [];
  return { kind: 'insert-bulk', line, table, columns, options };
}

function parseBulkColumn(reader: TokenReader): InsertBulkStatement['columns'][number] {
  const name = parseName(reader);
  const type = parseType(reader, LENGTH_IN_DEFINITION);
  if (reader.accept('COLLATE')) parseName(reader);
  if (reader.accept('NOT')) reader.expect('NULL');
  else reader.accept('NULL');
  return { name, type };
}

/** Words up to the next comma, in upper case: `ROWS_PER_BATCH = 100`, `ORDER (a ASC)`. */
function parseBulkOption(reader: TokenReader): string {
  const words: string[] = [];
  let depth = 0;
  while (depth > 0 || !(reader.is(',') || reader.is(')'))) {
    if (reader.atEnd()) throw reader.unexpected();
    if (reader.is('(')) depth++;
    if (reader.is(')')) depth--;
    words.push(reader.next().text.toUpperCase());
  }
  if (words.length === 0) throw reader.unexpected();
  return words.join(' ');
}
