import { tableName } from '../../wire/feed-table';
import type { FeedTable } from '../../wire/feed-table';
import type { RunnerResponses } from '../../wire/database-runner';
import { quoteName } from '../../wire/select-as-text';
import { columnType, quotedTable, RequestError } from './feed-tables';
import { atKey } from './key-bounds';
import { bulkForm } from './ports/bulk-value';
import type { BulkValue } from './ports/bulk-value';
import type { BulkColumn, Database, Transaction } from './ports/database';
import { typedParameter } from './typed-parameter';

export interface Chunk {
  run: string;
  chunk: number;
  mode: 'bulk' | 'single';
  rows: Record<string, string | null>[];
}

/** The chunk is in the ledger: this transaction must not insert it. */
class KnownChunkError extends Error {}

/**
 * Inserts a chunk exactly once: its ledger entry and its rows are one transaction, and the entry's key
 * keeps a second one out, also one at the same time. `bulk` goes in by INSERT BULK where the client
 * carries every value exactly, else by a statement a row, as `single` does. A run whose first row is there
 * by another is refused.
 */
export async function insertChunk(
  database: Database,
  table: FeedTable,
  chunk: Chunk,
): Promise<RunnerResponses['insert-chunk']> {
  try {
    const inserted = await database.transaction(async (transaction) => {
      await enterLedger(transaction, chunk);
      if (chunk.chunk === 0) await refuseKnownRow(transaction, table, chunk.rows[0] ?? {});
      const bulk = chunk.mode === 'bulk' ? bulkRows(table, chunk.rows) : undefined;
      if (bulk === undefined) return insertSingly(transaction, table, chunk.rows);
      return transaction.bulk(tableName(table), bulk.columns, bulk.rows);
    });
    return { inserted, alreadyInserted: false };
  } catch (error) {
    if (error instanceof KnownChunkError) return { inserted: 0, alreadyInserted: true };
    throw error;
  }
}

const DUPLICATE_KEY = new Set([2601, 2627]);

async function enterLedger(transaction: Transaction, { run, chunk, rows }: Chunk): Promise<void> {
  try {
    await transaction.query({
      text:
        'INSERT INTO tributary.inserted_chunks (run, chunk, row_count, inserted_at) ' +
        'VALUES (@run, CONVERT(int, @chunk), CONVERT(int, @rows), SYSUTCDATETIME())',
      parameters: { run, chunk: String(chunk), rows: String(rows.length) },
    });
  } catch (error) {
    const { number } = error as { number?: number };
    if (number !== undefined && DUPLICATE_KEY.has(number)) throw new KnownChunkError();
    throw error;
  }
}

/** A logical key keeps no second row out. Looked for once a run, by its first row: no index need be there. */
async function refuseKnownRow(
  transaction: Transaction,
  table: FeedTable,
  row: Record<string, string | null>,
): Promise<void> {
  if (table.key.length === 0) return;
  const key = table.key.map((column) => row[column] ?? null);
  const { text, parameters } = atKey(table, key);
  const { rows } = await transaction.query({
    text: `SELECT count(*) AS known FROM ${quotedTable(table)} WHERE ${text}`,
    parameters,
  });
  if (Number(rows[0]?.['known'] ?? 0) === 0) return;
  const named = table.key.map((column, at) => `${column}=${key[at] ?? 'NULL'}`).join(' ');
  throw new RequestError(
    `${tableName(table)} has a row ${named} already, and not of this run. Choose rows with other keys (seed: another --seed).`,
  );
}

async function insertSingly(
  transaction: Transaction,
  table: FeedTable,
  rows: Chunk['rows'],
): Promise<number> {
  let inserted = 0;
  for (const row of rows) {
    const statement = insertStatement(table, row);
    inserted += (await transaction.query(statement)).affected;
  }
  return inserted;
}

/** One INSERT with every value as a typed parameter. */
export function insertStatement(table: FeedTable, row: Record<string, string | null>) {
  const columns = Object.keys(row);
  if (columns.length === 0) throw new RequestError(`A row of ${tableName(table)} has no column`);
  const values = columns.map((column, index) =>
    typedParameter(`v${index}`, columnType(table, column), row[column] ?? null),
  );
  const names = columns.map(quoteName).join(', ');
  const expressions = values.map(({ expression }) => expression).join(', ');
  return {
    text: `INSERT INTO ${quotedTable(table)} (${names}) VALUES (${expressions})`,
    parameters: Object.fromEntries(values.map(({ value }, index) => [`v${index}`, value])),
  };
}

/** Undefined where a type or a value has no exact way through a bulk insert. */
function bulkRows(
  table: FeedTable,
  rows: Chunk['rows'],
): { columns: BulkColumn[]; rows: BulkValue[][] } | undefined {
  const forms = Object.keys(table.columns).map((name) => ({
    name,
    form: bulkForm(columnType(table, name)),
  }));
  const columns: BulkColumn[] = [];
  const values: BulkValue[][] = rows.map(() => []);
  for (const row of rows) for (const column of Object.keys(row)) columnType(table, column);
  for (const { name, form } of forms) {
    if (form === undefined) return undefined;
    columns.push({ name, type: form.type });
    for (const [index, row] of rows.entries()) {
      const text = row[name] ?? null;
      const value = text === null ? null : form.value(text);
      if (value === undefined) return undefined;
      values[index]?.push(value);
    }
  }
  return { columns, rows: values };
}
