import type { ObjectName } from './ast';
import { outsideSubset } from '../../outside-subset';
import type { Token } from './lexer';
import { incorrectSyntax } from './syntax-error';
import type { TokenReader } from './token-reader';

export function isName(token: Token): boolean {
  return token.kind === 'quoted' || (token.kind === 'word' && !token.reserved);
}

/** One identifier, bare or quoted. */
export function parseName(reader: TokenReader): string {
  if (!isName(reader.peek())) throw reader.unexpected();
  return reader.next().text;
}

/** `a`, `b.a`, `c.b.a`, `d.c.b.a` and the forms that leave the schema out (`c..a`), outermost part first. */
export function parseNameParts(reader: TokenReader): string[] {
  const parts = [parseName(reader)];
  while (reader.accept('.')) {
    if (reader.is('.')) parts.push('');
    else parts.push(reader.peek().kind === 'word' ? reader.next().text : parseName(reader));
  }
  return parts;
}

export function parseObjectName(reader: TokenReader): ObjectName {
  const { line } = reader.peek();
  return objectName(parseNameParts(reader), line);
}

export function objectName(parts: string[], line: number): ObjectName {
  const [name = '', schema, database, server, ...more] = [...parts].reverse();
  if (more.length > 0 || name === '') throw incorrectSyntax('.', line);
  if (name.startsWith('#')) throw outsideSubset(`A temporary table (${name})`, line);
  if (server) throw outsideSubset(`A linked server (${server})`, line);
  return {
    line,
    ...(database ? { database } : {}),
    ...(schema ? { schema } : {}),
    name,
  };
}
