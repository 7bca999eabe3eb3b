import sql from 'mssql';
import { relationalFeedOutputs, type RelationalFeedOutputs } from '../../wire/feed-outputs';
import { keyOf, type Row, type TableName, type Tables } from './billing-model';
import { DRIVEN_MILLISECONDS_MAX, type SimulatedCloud } from './simulated-cloud';

/** The application's connection to the database during one life. Undefined means that the life ended. */
export interface SourceSession {
  feed: RelationalFeedOutputs;
  begin(): Promise<Transaction | undefined>;
  /** Every row, values as the lake writes them. */
  tables(): Promise<Tables | undefined>;
}

export interface Transaction {
  /** False when the life ended. */
  run(statement: string): Promise<boolean>;
  end(how: 'commit' | 'rollback'): Promise<boolean>;
}

export function sourceSession(cloud: SimulatedCloud): SourceSession {
  const feed = relationalFeedOutputs.parse(cloud.running.outputs('billing')['feed']);
  const { clock } = cloud.life;
  let pool: sql.ConnectionPool | undefined;
  const drive = <T>(work: Promise<T>) => clock.drive(work, DRIVEN_MILLISECONDS_MAX);
  const connected = async () => {
    if (pool !== undefined) return pool;
    const made = poolTo(cloud, feed);
    if ((await drive(made.connect())) === undefined) return undefined;
    return (pool = made);
  };
  return {
    feed,
    begin: async () => {
      const open = await connected();
      if (open === undefined) return undefined;
      const transaction = new sql.Transaction(open);
      if ((await drive(transaction.begin())) === undefined) return undefined;
      return {
        run: async (text) => (await drive(transaction.request().query(text))) !== undefined,
        end: async (how) =>
          (await drive(how === 'commit' ? transaction.commit() : transaction.rollback())) !==
          undefined,
      };
    },
    tables: async () => {
      const open = await connected();
      const read = async (table: TableName) => {
        if (open === undefined) return undefined;
        const answer = await drive(open.request().query(`SELECT * FROM ${table}`));
        return answer && rowsByKey(table, answer.value.recordset as Record<string, unknown>[]);
      };
      const invoices = await read('dbo.invoices');
      const payments = await read('dbo.payments');
      if (invoices === undefined || payments === undefined) return undefined;
      return { 'dbo.invoices': invoices, 'dbo.payments': payments };
    },
  };
}

function poolTo(cloud: SimulatedCloud, feed: RelationalFeedOutputs): sql.ConnectionPool {
  const { host, port, name } = feed.database;
  return new sql.ConnectionPool({
    server: host,
    port,
    database: name,
    ...cloud.databases.administrator(),
    pool: { min: 0, max: 1 },
    options: {
      encrypt: false,
      connector: () => Promise.resolve(cloud.databases.connect({ port })),
    },
  });
}

function rowsByKey(table: TableName, found: Record<string, unknown>[]): Map<string, Row> {
  const rows = found.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, textOf(column, value)]),
    ),
  );
  return new Map(rows.map((row) => [keyOf(table, row), row]));
}

function textOf(column: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!(value instanceof Date)) throw new Error(`Column ${column} has no text`);
  const text = value.toISOString();
  return column === 'paid_at' ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 10);
}
