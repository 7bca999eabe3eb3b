import { parseStatements } from './parse-statement';
import { tokenize } from './lexer';
import { TokenReader } from './token-reader';
import type { Statement } from './ast';

/**
 * All statements of one batch. Throws `SqlError` with the line for text that is not T-SQL, and the
 * fixed error of `outsideSubset` for T-SQL that the stand-in does not run. A batch that throws has
 * run nothing.
 */
export function parseBatch(text: string): Statement[] {
  const reader = new TokenReader(tokenize(text));
  const statements = parseStatements(reader);
  if (!reader.atEnd()) throw reader.unexpected();
  return statements;
}
