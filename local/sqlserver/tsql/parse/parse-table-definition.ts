import { outsideSubset } from '../../outside-subset';
import type { ColumnDefinition, CreateTableStatement, Expression, TableConstraint } from './ast';
import { parseExpression } from './parse-expression';
import { parseName, parseObjectName } from './parse-name';
import { parseType } from './parse-type';
import type { TokenReader } from './token-reader';

const LENGTH_IN_DEFINITION = 1;
const OUTSIDE_IN_COLUMN: ReadonlySet<string> = new Set([
  'CHECK',
  'REFERENCES',
  'FOREIGN',
  'SPARSE',
  'ROWGUIDCOL',
  'MASKED',
  'ENCRYPTED',
  'GENERATED',
  'INDEX',
]);

export interface TableElements {
  columns: ColumnDefinition[];
  constraints: TableConstraint[];
}

/** After CREATE TABLE. */
export function parseCreateTable(reader: TokenReader, line: number): CreateTableStatement {
  const name = parseObjectName(reader);
  const elements = reader.parenthesized(() => parseTableElements(reader));
  if (reader.accept('ON')) {
    if (parseName(reader).toUpperCase() !== 'PRIMARY')
      throw outsideSubset('CREATE TABLE … ON', line);
  }
  if (reader.is('TEXTIMAGE_ON')) throw outsideSubset('TEXTIMAGE_ON', line);
  if (reader.is('WITH')) throw outsideSubset('CREATE TABLE … WITH', line);
  return { kind: 'create-table', line, name, ...elements };
}

/** Columns and constraints between commas; a comma before the closing parenthesis is allowed, as in SQL Server. */
export function parseTableElements(reader: TokenReader): TableElements {
  const elements: TableElements = { columns: [], constraints: [] };
  do {
    if (elements.columns.length > 0 && reader.is(')')) break;
    parseElement(reader, elements);
  } while (reader.accept(','));
  return elements;
}

function parseElement(reader: TokenReader, elements: TableElements): void {
  const { line, upper } = reader.peek();
  if (upper === 'INDEX' || upper === 'PERIOD')
    throw outsideSubset(`${upper} in CREATE TABLE`, line);
  const name = reader.accept('CONSTRAINT') ? parseName(reader) : undefined;
  const constraint = parseConstraint(reader, name);
  if (constraint) elements.constraints.push(constraint);
  else if (name !== undefined) throw reader.unexpected();
  else elements.columns.push(parseColumn(reader, elements.constraints));
}

/** A constraint of the table: its columns follow in parentheses. */
function parseConstraint(
  reader: TokenReader,
  name: string | undefined,
): TableConstraint | undefined {
  const start = parseKeyKind(reader);
  if (!start) return undefined;
  const columns = reader.parenthesized(() =>
    reader.list(() => {
      const column = parseName(reader);
      const descending = reader.accept('DESC');
      if (!descending) reader.accept('ASC');
      return { name: column, descending };
    }),
  );
  refuseKeyOptions(reader);
  return { ...start, ...(name === undefined ? {} : { name }), columns };
}

function parseKeyKind(reader: TokenReader): Omit<TableConstraint, 'columns'> | undefined {
  const { line, upper } = reader.peek();
  if (upper === 'FOREIGN' || upper === 'REFERENCES') throw outsideSubset('FOREIGN KEY', line);
  if (upper === 'CHECK') throw outsideSubset('A CHECK constraint', line);
  const primary = reader.acceptAll('PRIMARY', 'KEY');
  if (!primary && !reader.accept('UNIQUE')) return undefined;
  const kind = primary ? 'primary-key' : 'unique';
  if (reader.accept('CLUSTERED')) return { kind, line, clustered: true };
  if (reader.accept('NONCLUSTERED')) return { kind, line, clustered: false };
  return { kind, line };
}

function refuseKeyOptions(reader: TokenReader): void {
  const { line } = reader.peek();
  if (reader.is('WITH')) throw outsideSubset('Index options of a constraint', line);
  if (reader.accept('ON') && parseName(reader).toUpperCase() !== 'PRIMARY') {
    throw outsideSubset('A filegroup', line);
  }
}

function parseColumn(reader: TokenReader, constraints: TableConstraint[]): ColumnDefinition {
  const { line } = reader.peek();
  const name = parseName(reader);
  if (reader.is('AS')) throw outsideSubset('A computed column', line);
  const column: ColumnDefinition = { line, name, type: parseType(reader, LENGTH_IN_DEFINITION) };
  while (parseColumnOption(reader, column, constraints));
  return column;
}

function parseColumnOption(
  reader: TokenReader,
  column: ColumnDefinition,
  constraints: TableConstraint[],
): boolean {
  const { line, upper } = reader.peek();
  const named = reader.accept('CONSTRAINT') ? { name: parseName(reader) } : {};
  if (reader.accept('DEFAULT')) column.default = { ...named, value: parseDefault(reader) };
  else if (reader.accept('NULL')) column.nullable = true;
  else if (reader.acceptAll('NOT', 'NULL')) column.nullable = false;
  else if (reader.accept('COLLATE')) column.collation = parseName(reader);
  else if (reader.accept('IDENTITY')) column.identity = parseIdentity(reader);
  else {
    const key = parseKeyKind(reader);
    if (OUTSIDE_IN_COLUMN.has(reader.peek().upper)) throw outsideSubset(reader.peek().upper, line);
    if (!key) {
      if (upper === 'CONSTRAINT') throw reader.unexpected();
      return false;
    }
    constraints.push({ ...key, ...named, columns: [{ name: column.name, descending: false }] });
    refuseKeyOptions(reader);
  }
  return true;
}

function parseDefault(reader: TokenReader): Expression {
  const value = parseExpression(reader);
  if (reader.accept('WITH')) reader.expect('VALUES');
  return value;
}

function parseIdentity(reader: TokenReader): { seed: bigint; increment: bigint } {
  if (!reader.is('(')) return { seed: 1n, increment: 1n };
  return reader.parenthesized(() => {
    const seed = parseInteger(reader);
    reader.expect(',');
    return { seed, increment: parseInteger(reader) };
  });
}

function parseInteger(reader: TokenReader): bigint {
  const negative = reader.accept('-');
  const { kind, text } = reader.peek();
  if (kind !== 'number' || !Number.isInteger(Number(text))) throw reader.unexpected();
  reader.next();
  return negative ? -BigInt(text) : BigInt(text);
}
