import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface LakeLine {
  tableName: string;
  operation: string;
  row: Record<string, string | null>;
  /** The columns that the source sent of the row before an update. */
  before: Record<string, string | null> | undefined;
  /** Null for rows of the full load, which stand before every change. */
  position: string | null;
  /** Shard and sequence number: a record of the stream has one of its own. */
  record: string;
}

const FIELDS = [
  'table_name',
  'operation',
  'row_json',
  'before_json',
  'position',
  'shard_id',
  'sequence_number',
];

/** A line of a DynamoDB feed, its JSON as text. */
export interface ItemLine {
  tableName: string;
  operation: string;
  keyText: string;
  rowText: string | null;
  oldHash: string | null;
  newHash: string | null;
  position: string;
  sequence: string;
  record: string;
}

const ITEM_FIELDS = [
  'table_name',
  'operation',
  'key_json',
  'row_json',
  'old_hash',
  'new_hash',
  'position',
  'shard_id',
  'sequence_number',
];

export async function readLakeLines(directory: string): Promise<LakeLine[]> {
  return (await readFields(directory, FIELDS)).map(lakeLine);
}

export async function readItemLines(directory: string): Promise<ItemLine[]> {
  return (await readFields(directory, ITEM_FIELDS)).map(itemLine);
}

/** DuckDB unpacks the files and takes the fields out of each line as text. */
async function readFields(directory: string, names: string[]): Promise<(string | null)[][]> {
  const files = filesBelow(directory);
  if (files.length === 0) return [];
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const fields = names.map((name) => `json_extract_string(line, '$.${name}')`);
    const reader = await connection.runAndReadAll(
      `SELECT ${fields.join(', ')} FROM read_csv([${files.map(literal).join(', ')}],
         columns = {'line': 'VARCHAR'}, header = false, auto_detect = false,
         delim = '\u001f', quote = '', escape = '', new_line = '\\n')`,
    );
    return reader.getRows() as (string | null)[][];
  } finally {
    instance.closeSync();
  }
}

function lakeLine(values: (string | null)[]): LakeLine {
  const [tableName, operation, row, before, position, shard, sequence] = values;
  return {
    tableName: tableName ?? '',
    operation: operation ?? '',
    row: JSON.parse(row ?? '{}') as LakeLine['row'],
    before: before == null ? undefined : (JSON.parse(before) as LakeLine['row']),
    position: position ?? null,
    record: `${shard ?? ''}/${sequence ?? ''}`,
  };
}

function itemLine(values: (string | null)[]): ItemLine {
  const [table, operation, key, row, oldHash, newHash, position, shard, sequence] = values;
  return {
    tableName: table ?? '',
    operation: operation ?? '',
    keyText: key ?? '{}',
    rowText: row ?? null,
    oldHash: oldHash ?? null,
    newHash: newHash ?? null,
    position: position ?? '',
    sequence: sequence ?? '',
    record: `${shard ?? ''}/${sequence ?? ''}`,
  };
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
