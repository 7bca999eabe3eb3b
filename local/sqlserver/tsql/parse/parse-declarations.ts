import type { SqlType } from '../../types/sql-type';
import { tokenize } from './lexer';
import { parseType } from './parse-type';
import { incorrectSyntax } from './syntax-error';
import { TokenReader } from './token-reader';

const LENGTH_IN_DEFINITION = 1;

export interface Declaration {
  /** With its `@`. */
  name: string;
  type: SqlType;
  output: boolean;
}

/** The second argument of sp_executesql and sp_prepare: `@a int, @out varchar(10) OUTPUT`. Empty text declares nothing. */
export function parseDeclarations(text: string): Declaration[] {
  const reader = new TokenReader(tokenize(text));
  if (reader.atEnd()) return [];
  const declarations = reader.list(() => parseDeclaration(reader));
  if (!reader.atEnd()) throw reader.unexpected();
  return declarations;
}

function parseDeclaration(reader: TokenReader): Declaration {
  const { kind, line, text: name } = reader.next();
  if (kind !== 'variable') throw incorrectSyntax(name, line);
  reader.accept('AS');
  const type = parseType(reader, LENGTH_IN_DEFINITION);
  return { name, type, output: reader.accept('OUTPUT') || reader.accept('OUT') };
}
