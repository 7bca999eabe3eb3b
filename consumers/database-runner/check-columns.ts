import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import { parseSqlServerType } from '../../wire/sql-server-type';
import type { Look } from './check-capture';
import type { Database } from './ports/database';

/**
 * Whether a table's columns are those that the feed declares and that a capture instance covers. A capture
 * instance keeps the columns that the table had when it was made:
 * https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-data-capture-sql-server
 */
export function columnLooks(database: Database, table: FeedTable): Look[] {
  const name = tableName(table);
  return [
    {
      kind: 'columns-not-carried',
      subject: `columns captured of ${name}`,
      mend: `Run \`tributary sql recapture --table ${name}\`, then \`tributary dms resume\` and \`tributary dms reload --table ${name}\``,
      look: () => uncaptured(database, table),
    },
    {
      kind: 'columns-not-carried',
      subject: `columns new to the feed in ${name}`,
      mend: `Declare each in settings.ts, or list it in leaveOut, and run \`tributary up\`; then \`tributary sql recapture --table ${name}\`, \`tributary dms resume\` and \`tributary dms reload --table ${name}\``,
      look: () => undeclared(database, table),
    },
    {
      kind: 'schema-changed',
      subject: `columns declared of ${name}`,
      mend: 'Change the columns in settings.ts to what the table has and run `tributary up`; the lake keeps what it holds',
      look: () => changed(database, table),
    },
  ];
}

interface SourceColumn {
  name: string;
  /** As in a CREATE TABLE, as far as `sys.columns` tells. */
  type: string;
}

/** Of a table that is not there, none; another look tells that. */
async function sourceColumns(database: Database, table: FeedTable): Promise<SourceColumn[]> {
  const { rows } = await database.query({
    text: `SELECT c.name, y.name AS type_name, c.max_length, c.precision, c.scale FROM sys.columns c
JOIN sys.types y ON y.user_type_id = c.user_type_id WHERE c.object_id = OBJECT_ID(@table) ORDER BY c.column_id`,
    parameters: { table: tableName(table) },
  });
  return rows.map((row) => ({
    name: String(row['name']),
    type: typeText({
      name: String(row['type_name']),
      bytes: Number(row['max_length']),
      precision: Number(row['precision']),
      scale: Number(row['scale']),
    }),
  }));
}

/** `max_length` counts bytes, two for each character of an n… type; -1 stands for max. */
function typeText(type: { name: string; bytes: number; precision: number; scale: number }): string {
  const { name, bytes, precision, scale } = type;
  if (/^n?(char|varchar)$|binary$/.test(name)) {
    const length = name.startsWith('n') ? bytes / 2 : bytes;
    return `${name}(${bytes === -1 ? 'max' : String(length)})`;
  }
  if (name === 'decimal' || name === 'numeric') return `${name}(${precision},${scale})`;
  if (['time', 'datetime2', 'datetimeoffset'].includes(name)) return `${name}(${scale})`;
  return name;
}

async function uncaptured(
  database: Database,
  table: FeedTable,
): Promise<{ ok: boolean; found: string }> {
  const { rows } = await database.query({
    text: `SELECT t.capture_instance, c.column_name FROM cdc.change_tables t
JOIN cdc.captured_columns c ON c.object_id = t.object_id WHERE t.source_object_id = OBJECT_ID(@table)`,
    parameters: { table: tableName(table) },
  });
  const missing: string[] = [];
  for (const instance of new Set(rows.map((row) => String(row['capture_instance'])))) {
    const captured = rows.filter((row) => row['capture_instance'] === instance);
    const names = lowered(captured.map((row) => String(row['column_name'])));
    const lacks = Object.keys(table.columns).filter((column) => !names.has(column.toLowerCase()));
    if (lacks.length === 0) return { ok: true, found: `all, by ${instance}` };
    missing.push(`${instance} lacks ${lacks.join(', ')}`);
  }
  // That there is no instance is a finding of its own.
  return { ok: missing.length === 0, found: missing.join('; ') || 'no capture instance' };
}

async function undeclared(
  database: Database,
  table: FeedTable,
): Promise<{ ok: boolean; found: string }> {
  const known = lowered([...Object.keys(table.columns), ...(table.leaveOut ?? [])]);
  const columns = await sourceColumns(database, table);
  const unknown = columns.filter(({ name }) => !known.has(name.toLowerCase()));
  const found = unknown.map(({ name, type }) => `${name} ${type}`).join(', ');
  return { ok: unknown.length === 0, found: found === '' ? 'none' : found };
}

async function changed(
  database: Database,
  table: FeedTable,
): Promise<{ ok: boolean; found: string }> {
  const columns = await sourceColumns(database, table);
  if (columns.length === 0) return { ok: true, found: 'the table does not exist' };
  const types = new Map(columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const differences = Object.entries(table.columns).flatMap(([column, declared]) => {
    const type = types.get(column.toLowerCase());
    if (type === undefined) return [`${column} is gone`];
    return isSame(declared, type) ? [] : [`${column} is ${type}, declared as ${declared}`];
  });
  return { ok: differences.length === 0, found: differences.join('; ') || 'as declared' };
}

/** A type of the source that the feed cannot carry is another than the declared one. */
function isSame(declared: string, type: string): boolean {
  try {
    return (
      JSON.stringify(parseSqlServerType(declared)) === JSON.stringify(parseSqlServerType(type))
    );
  } catch {
    return false;
  }
}

function lowered(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
