import { outsideSubset } from '../../outside-subset';
import type { ExecuteArgument, ExecuteStatement, ExecuteTextStatement, Expression } from './ast';
import { literal, textLiteral } from './literal';
import { parseExpression } from './parse-expression';
import { isName, parseObjectName } from './parse-name';
import { incorrectSyntax } from './syntax-error';
import type { TokenReader } from './token-reader';

/** EXEC proc …, EXEC @r = proc …, EXEC (text). */
export function parseExecute(reader: TokenReader): ExecuteStatement | ExecuteTextStatement {
  const { line } = reader.next();
  if (reader.is('(')) return parseExecuteText(reader, line);
  if (reader.is('AS')) throw outsideSubset('EXECUTE AS', line);
  if (reader.peek().kind !== 'variable') return parseProcedureCall(reader, line);
  const returnVariable = reader.next().text;
  if (!reader.accept('=')) throw outsideSubset('A procedure named by a variable', line);
  return { ...parseProcedureCall(reader, line), returnVariable };
}

/** A procedure's name and arguments, also without EXEC at the start of a batch. */
export function parseProcedureCall(reader: TokenReader, line: number): ExecuteStatement {
  const procedure = parseObjectName(reader);
  const call = { kind: 'execute' as const, line, procedure };
  if (!startsArgument(reader)) return { ...call, arguments: [] };
  const parameters = reader.list(() => parseArgument(reader));
  if (reader.is('WITH')) throw outsideSubset('EXEC … WITH', line);
  return { ...call, arguments: parameters };
}

function parseExecuteText(reader: TokenReader, line: number): ExecuteTextStatement {
  const text = reader.parenthesized(() => {
    const expression = parseExpression(reader);
    if (reader.is(',')) throw outsideSubset('EXEC (…, arguments)', line);
    return expression;
  });
  if (reader.is('AT')) throw outsideSubset('EXEC (…) AT', line);
  return { kind: 'execute-text', line, text };
}

/** Only constants and variables, as in SQL Server: an expression is a syntax error. */
function startsArgument(reader: TokenReader): boolean {
  const token = reader.peek();
  if (token.kind === 'variable' || token.kind === 'global' || literal(token)) return true;
  return (
    token.upper === '-' || token.upper === 'NULL' || token.upper === 'DEFAULT' || isName(token)
  );
}

function parseArgument(reader: TokenReader): ExecuteArgument {
  const { kind, line, text } = reader.peek();
  const named = kind === 'variable' && reader.is('=', 1);
  if (named) {
    reader.next();
    reader.next();
  }
  const value = parseValue(reader);
  const output = reader.accept('OUTPUT') || reader.accept('OUT');
  return { line, ...(named ? { name: text } : {}), value, output };
}

function parseValue(reader: TokenReader): Expression {
  const token = reader.peek();
  const { line } = token;
  if (!startsArgument(reader)) throw reader.unexpected();
  reader.next();
  const constant = literal(token);
  if (constant) return constant;
  if (token.kind === 'variable' || token.kind === 'global')
    return { kind: token.kind, line, name: token.text };
  if (token.upper === 'NULL') return { kind: 'null', line };
  if (token.upper === 'DEFAULT') return { kind: 'default', line };
  if (token.upper === '-') {
    const operand = literal(reader.next());
    if (!operand) throw incorrectSyntax('-', line);
    return { kind: 'unary', line, operator: '-', operand };
  }
  return textLiteral(token.text, line, 'nvarchar');
}
