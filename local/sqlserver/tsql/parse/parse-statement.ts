import { outsideSubset } from '../../outside-subset';
import type { Statement } from './ast';
import { parseDelete, parseTruncate, parseUpdate } from './parse-change';
import { parseBackup, parseUse } from './parse-database';
import { parseAlter, parseCreate, parseDrop } from './parse-definition';
import { parseExecute, parseProcedureCall } from './parse-execute';
import {
  parseBegin,
  parseIf,
  parsePrint,
  parseRaiserror,
  parseReturn,
  parseThrow,
  parseWaitfor,
  parseWhile,
} from './parse-flow';
import { parseInsert } from './parse-insert';
import { isName } from './parse-name';
import { parsePermission } from './parse-permission';
import { parseQuery } from './parse-query';
import type { TokenReader } from './token-reader';
import { parseTransaction } from './parse-transaction';
import { parseDeclare, parseSet } from './parse-variables';

/** By first word. */
const STATEMENTS: ReadonlyMap<string, (reader: TokenReader) => Statement> = new Map<
  string,
  (reader: TokenReader) => Statement
>([
  ['SELECT', (reader) => ({ kind: 'select', line: reader.peek().line, query: parseQuery(reader) })],
  ['INSERT', parseInsert],
  ['UPDATE', parseUpdate],
  ['DELETE', parseDelete],
  ['TRUNCATE', parseTruncate],
  ['CREATE', parseCreate],
  ['ALTER', parseAlter],
  ['DROP', parseDrop],
  ['GRANT', parsePermission],
  ['DENY', parsePermission],
  ['REVOKE', parsePermission],
  ['USE', parseUse],
  ['BACKUP', parseBackup],
  ['CHECKPOINT', (reader) => ({ kind: 'checkpoint', line: reader.next().line })],
  ['DECLARE', parseDeclare],
  ['SET', parseSet],
  ['IF', parseIf],
  ['WHILE', parseWhile],
  ['BREAK', (reader) => ({ kind: 'break', line: reader.next().line })],
  ['CONTINUE', (reader) => ({ kind: 'continue', line: reader.next().line })],
  ['BEGIN', parseBegin],
  ['COMMIT', (reader) => parseTransaction(reader, 'commit')],
  ['ROLLBACK', (reader) => parseTransaction(reader, 'rollback')],
  ['SAVE', (reader) => parseTransaction(reader, 'save')],
  ['THROW', parseThrow],
  ['RAISERROR', parseRaiserror],
  ['PRINT', parsePrint],
  ['RETURN', parseReturn],
  ['WAITFOR', parseWaitfor],
  ['EXEC', parseExecute],
  ['EXECUTE', parseExecute],
]);

/** First words of statements that SQL Server has and the stand-in has not, with the name to report. */
const OUTSIDE: ReadonlyMap<string, string> = new Map([
  ['MERGE', 'MERGE'],
  ['WITH', 'WITH (a common table expression)'],
  ['GOTO', 'GOTO'],
  ['KILL', 'KILL'],
  ['BULK', 'BULK INSERT'],
  ['DBCC', 'DBCC'],
  ['RESTORE', 'RESTORE'],
  ['RECONFIGURE', 'RECONFIGURE'],
  ['REVERT', 'REVERT'],
  ['SHUTDOWN', 'SHUTDOWN'],
  ['OPEN', 'OPEN (a cursor)'],
  ['FETCH', 'FETCH (a cursor)'],
  ['CLOSE', 'CLOSE (a cursor)'],
  ['DEALLOCATE', 'DEALLOCATE'],
  ['READTEXT', 'READTEXT'],
  ['WRITETEXT', 'WRITETEXT'],
  ['UPDATETEXT', 'UPDATETEXT'],
  ['SETUSER', 'SETUSER'],
]);

/** Statements up to the first token that starts none (END, or the end of the batch); `;` between them is optional. */
export function parseStatements(reader: TokenReader): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    while (reader.accept(';'));
    if (reader.atEnd() || reader.is('END')) return statements;
    statements.push(parseStatement(reader));
  }
}

export function parseStatement(reader: TokenReader): Statement {
  const { line, upper } = reader.peek();
  const parse = STATEMENTS.get(upper);
  if (parse) return parse(reader);
  const outside = OUTSIDE.get(upper);
  if (outside !== undefined) throw outsideSubset(outside, line);
  if (isName(reader.peek()) && reader.is(':', 1)) throw outsideSubset('A label', line);
  if (isName(reader.peek()) && reader.atStart()) return parseProcedureCall(reader, line);
  throw reader.unexpected();
}
