import { outsideSubset } from '../../outside-subset';
import { assignmentOperator } from './assignment-operator';
import type {
  ColumnAssignment,
  Condition,
  DeleteStatement,
  ObjectName,
  TableSource,
  TruncateStatement,
  UpdateStatement,
} from './ast';
import { parseCondition, parseExpression } from './parse-expression';
import { parseNameParts, parseObjectName } from './parse-name';
import { parseTop } from './parse-query';
import { parseTableHints, parseTableSources } from './parse-table-source';
import type { TokenReader } from './token-reader';

export function parseUpdate(reader: TokenReader): UpdateStatement {
  const { line } = reader.next();
  if (reader.is('STATISTICS')) throw outsideSubset('UPDATE STATISTICS', line);
  const top = parseTop(reader);
  const table = parseTarget(reader);
  reader.expect('SET');
  const assignments = reader.list(() => parseAssignment(reader));
  return {
    kind: 'update',
    line,
    ...(top ? { top } : {}),
    table,
    assignments,
    ...parseRest(reader),
  };
}

export function parseDelete(reader: TokenReader): DeleteStatement {
  const { line } = reader.next();
  const top = parseTop(reader);
  reader.accept('FROM');
  const table = parseTarget(reader);
  return { kind: 'delete', line, ...(top ? { top } : {}), table, ...parseRest(reader) };
}

export function parseTruncate(reader: TokenReader): TruncateStatement {
  const { line } = reader.next();
  reader.expect('TABLE');
  const table = parseObjectName(reader);
  if (reader.is('WITH') && reader.is('(', 1)) throw outsideSubset('TRUNCATE TABLE … WITH', line);
  return { kind: 'truncate', line, table };
}

function parseTarget(reader: TokenReader): ObjectName {
  const { line, kind } = reader.peek();
  if (kind === 'variable') throw outsideSubset('A table variable', line);
  const table = parseObjectName(reader);
  parseTableHints(reader);
  return table;
}

function parseAssignment(reader: TokenReader): ColumnAssignment {
  const { line, kind } = reader.peek();
  if (kind === 'variable') throw outsideSubset('UPDATE … SET @variable', line);
  const column = parseNameParts(reader).at(-1) ?? '';
  const operator = assignmentOperator(reader.peek());
  if (!operator) throw reader.unexpected();
  reader.next();
  return { line, column, operator, value: parseExpression(reader) };
}

function parseRest(reader: TokenReader): { from?: TableSource; where?: Condition } {
  if (reader.is('OUTPUT')) throw outsideSubset('OUTPUT', reader.peek().line);
  const from = reader.accept('FROM') ? { from: parseTableSources(reader) } : {};
  if (!reader.is('WHERE')) return from;
  const { line } = reader.next();
  if (reader.is('CURRENT') && reader.is('OF', 1)) throw outsideSubset('WHERE CURRENT OF', line);
  const where = parseCondition(reader);
  if (reader.is('OPTION')) throw outsideSubset('OPTION', line);
  return { ...from, where };
}
