import { outsideSubset } from '../../outside-subset';
import type {
  BlockStatement,
  Expression,
  FlowStatement,
  IfStatement,
  RaiserrorStatement,
  ReturnStatement,
  Statement,
  TryStatement,
  WaitforStatement,
} from './ast';
import { literal } from './literal';
import { parseCondition, parseExpression } from './parse-expression';
import { isName } from './parse-name';
import { parseStatement, parseStatements } from './parse-statement';
import { parseTransaction } from './parse-transaction';
import type { TokenReader } from './token-reader';

/** BEGIN … END, BEGIN TRY and BEGIN TRANSACTION. */
export function parseBegin(reader: TokenReader): Statement {
  if (reader.is('TRAN', 1) || reader.is('TRANSACTION', 1)) return parseTransaction(reader, 'begin');
  if (reader.is('TRY', 1)) return parseTry(reader);
  const next = reader.peek(1).upper;
  if (next === 'DISTRIBUTED' || next === 'ATOMIC' || next === 'DIALOG' || next === 'CONVERSATION') {
    throw outsideSubset(`BEGIN ${next}`, reader.peek().line);
  }
  return parseBlock(reader);
}

function parseBlock(reader: TokenReader): BlockStatement {
  const { line } = reader.next();
  const statements = parseSome(reader);
  reader.expect('END');
  return { kind: 'block', line, statements };
}

/** At least one statement, as in SQL Server. */
function parseSome(reader: TokenReader): Statement[] {
  const statements = parseStatements(reader);
  if (statements.length === 0) throw reader.unexpected();
  return statements;
}

/** The body must hold a statement; the handler may be empty. */
function parseTry(reader: TokenReader): TryStatement {
  const { line } = reader.peek();
  reader.expect('BEGIN', 'TRY');
  const body = parseSome(reader);
  reader.expect('END', 'TRY');
  reader.accept(';');
  reader.expect('BEGIN', 'CATCH');
  const handler = parseStatements(reader);
  reader.expect('END', 'CATCH');
  return { kind: 'try', line, body, handler };
}

export function parseIf(reader: TokenReader): IfStatement {
  const { line } = reader.next();
  const condition = parseCondition(reader);
  const then = parseStatement(reader);
  const semicolon = reader.is(';') && reader.is('ELSE', 1);
  if (semicolon) reader.next();
  if (!reader.accept('ELSE')) return { kind: 'if', line, condition, then };
  return { kind: 'if', line, condition, then, otherwise: parseStatement(reader) };
}

export function parseWhile(reader: TokenReader): FlowStatement {
  const { line } = reader.next();
  const condition = parseCondition(reader);
  return { kind: 'while', line, condition, body: parseStatement(reader) };
}

export function parseThrow(reader: TokenReader): FlowStatement {
  const { line } = reader.next();
  const { kind } = reader.peek();
  if (kind !== 'number' && kind !== 'variable') return { kind: 'throw', line };
  const [number, message, state, ...more] = reader.list(() => parseThrowArgument(reader));
  if (!number || !message || !state || more.length > 0) throw reader.unexpected();
  return { kind: 'throw', line, error: { number, message, state } };
}

function parseThrowArgument(reader: TokenReader): Expression {
  const token = reader.peek();
  const constant = literal(token);
  if (!constant && token.kind !== 'variable') throw reader.unexpected();
  reader.next();
  return constant ?? { kind: 'variable', line: token.line, name: token.text };
}

export function parseRaiserror(reader: TokenReader): RaiserrorStatement {
  const { line } = reader.next();
  const [message, severity, state, ...parameters] = reader.parenthesized(() =>
    reader.list(() => parseExpression(reader)),
  );
  if (!message || !severity || !state) throw reader.unexpected();
  const options = reader.accept('WITH') ? reader.list(() => reader.next().upper) : [];
  return { kind: 'raiserror', line, message, severity, state, arguments: parameters, options };
}

export function parsePrint(reader: TokenReader): FlowStatement {
  const { line } = reader.next();
  return { kind: 'print', line, message: parseExpression(reader) };
}

export function parseReturn(reader: TokenReader): ReturnStatement {
  const { line } = reader.next();
  return startsValue(reader)
    ? { kind: 'return', line, value: parseExpression(reader) }
    : { kind: 'return', line };
}

/** A value, where the next statement could stand as well. */
function startsValue(reader: TokenReader): boolean {
  const token = reader.peek();
  const { kind, upper } = token;
  if (kind === 'variable' || kind === 'global' || literal(token)) return true;
  if (upper === '(' || upper === '-' || upper === 'CASE' || upper === 'NULL') return true;
  return isName(token) && reader.is('(', 1);
}

export function parseWaitfor(reader: TokenReader): WaitforStatement {
  const { line } = reader.next();
  if (!reader.accept('DELAY')) throw outsideSubset(`WAITFOR ${reader.peek().upper}`, line);
  return { kind: 'waitfor', line, wait: 'delay', time: parseExpression(reader) };
}
