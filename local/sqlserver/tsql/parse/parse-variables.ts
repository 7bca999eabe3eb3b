import { outsideSubset } from '../../outside-subset';
import { assignmentOperator } from './assignment-operator';
import type { DeclareStatement, Expression, SetIsolationStatement, VariableStatement } from './ast';
import { textLiteral } from './literal';
import { parseExpression } from './parse-expression';
import { parseObjectName } from './parse-name';
import { parseType } from './parse-type';
import type { TokenReader } from './token-reader';

const LENGTH_IN_DEFINITION = 1;

export function parseDeclare(reader: TokenReader): DeclareStatement {
  const { line } = reader.next();
  return { kind: 'declare', line, variables: reader.list(() => parseVariable(reader)) };
}

function parseVariable(reader: TokenReader): DeclareStatement['variables'][number] {
  const { kind, line, text } = reader.next();
  if (kind !== 'variable') throw outsideSubset('DECLARE CURSOR', line);
  reader.accept('AS');
  if (reader.is('TABLE')) throw outsideSubset('A table variable', line);
  const type = parseType(reader, LENGTH_IN_DEFINITION);
  const value = reader.accept('=') ? { value: parseExpression(reader) } : {};
  return { line, name: text, type, ...value };
}

export function parseSet(reader: TokenReader): VariableStatement {
  const { line } = reader.next();
  const { kind, text } = reader.peek();
  if (kind === 'variable') {
    reader.next();
    return parseSetVariable(reader, text, line);
  }
  if (reader.acceptAll('TRANSACTION', 'ISOLATION', 'LEVEL')) return parseIsolation(reader, line);
  if (reader.accept('IDENTITY_INSERT')) {
    return {
      kind: 'set-identity-insert',
      line,
      table: parseObjectName(reader),
      on: parseSwitch(reader),
    };
  }
  const options = reader.list(() => parseOptionName(reader));
  return { kind: 'set-option', line, options, value: parseOptionValue(reader) };
}

function parseSetVariable(reader: TokenReader, variable: string, line: number): VariableStatement {
  const operator = assignmentOperator(reader.peek());
  if (!operator) throw reader.unexpected();
  reader.next();
  if (reader.is('CURSOR')) throw outsideSubset('SET … CURSOR', line);
  return { kind: 'set-variable', line, variable, operator, value: parseExpression(reader) };
}

function parseIsolation(reader: TokenReader, line: number): SetIsolationStatement {
  return { kind: 'set-isolation', line, level: parseLevel(reader) };
}

function parseLevel(reader: TokenReader): SetIsolationStatement['level'] {
  if (reader.acceptAll('READ', 'UNCOMMITTED')) return 'READ UNCOMMITTED';
  if (reader.acceptAll('READ', 'COMMITTED')) return 'READ COMMITTED';
  if (reader.acceptAll('REPEATABLE', 'READ')) return 'REPEATABLE READ';
  if (reader.accept('SNAPSHOT')) return 'SNAPSHOT';
  reader.expect('SERIALIZABLE');
  return 'SERIALIZABLE';
}

/** STATISTICS takes a second word: SET STATISTICS IO ON. */
function parseOptionName(reader: TokenReader): string {
  const { kind, upper } = reader.peek();
  if (kind !== 'word') throw reader.unexpected();
  reader.next();
  return upper === 'STATISTICS' ? `${upper} ${reader.next().upper}` : upper;
}

function parseOptionValue(reader: TokenReader): boolean | Expression {
  const { kind, line, reserved, text } = reader.peek();
  if (reader.accept('ON')) return true;
  if (reader.accept('OFF')) return false;
  if (kind !== 'word' || reserved) return parseExpression(reader);
  reader.next();
  return textLiteral(text, line, 'varchar');
}

function parseSwitch(reader: TokenReader): boolean {
  if (reader.accept('OFF')) return false;
  reader.expect('ON');
  return true;
}
