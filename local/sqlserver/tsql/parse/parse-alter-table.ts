import { outsideSubset } from '../../outside-subset';
import type { AlterTableStatement } from './ast';
import { parseName, parseObjectName } from './parse-name';
import { parseTableElements } from './parse-table-definition';
import type { TokenReader } from './token-reader';

/** After ALTER TABLE. */
export function parseAlterTable(reader: TokenReader, line: number): AlterTableStatement {
  const table = parseObjectName(reader);
  return { kind: 'alter-table', line, table, action: parseAction(reader) };
}

function parseAction(reader: TokenReader): AlterTableStatement['action'] {
  const { line, upper } = reader.peek();
  if (reader.accept('ADD')) return { kind: 'add', ...parseTableElements(reader) };
  if (!reader.accept('DROP')) throw outsideSubset(`ALTER TABLE … ${upper}`, line);
  if (reader.accept('COLUMN')) {
    const ifExists = reader.acceptAll('IF', 'EXISTS');
    return { kind: 'drop-columns', columns: reader.list(() => parseName(reader)), ifExists };
  }
  reader.accept('CONSTRAINT');
  const ifExists = reader.acceptAll('IF', 'EXISTS');
  return { kind: 'drop-constraints', names: reader.list(() => parseName(reader)), ifExists };
}
