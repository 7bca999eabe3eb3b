import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import sql from 'mssql';
import type { Login } from './secrets';

/** A parameter's value as SQL Server gets it: text, a double or bytes; never a number made of a text. */
export type ParameterValue = string | number | Uint8Array | null;

export interface Statement {
  text: string;
  /** By name, without the `@`. */
  parameters?: Record<string, ParameterValue>;
}

export type Row = Record<string, unknown>;

/** Column types that a bulk insert takes without a loss; see `bulkValue`. */
export interface BulkColumn {
  name: string;
  type: sql.ISqlType | (() => sql.ISqlType);
}

export interface Session {
  query(statement: Statement): Promise<{ rows: Row[]; affected: number }>;
}

export interface Transaction extends Session {
  bulk(
    table: string,
    columns: BulkColumn[],
    rows: (string | number | boolean | Date | Uint8Array | null)[][],
  ): Promise<number>;
}

/** One connection to one database, closed by its user. */
export interface Database extends Session {
  /** A batch as it stands, without parameters; the server's messages. */
  batch(text: string): Promise<string[]>;
  /** Rows one by one, for results that must not lie in memory whole. */
  stream(statement: Statement, onRow: (row: Row) => void): Promise<void>;
  /** Committed when `work` resolves, rolled back when it rejects. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Server {
  host: string;
  port: number;
  /** PEM file with the authorities that sign the server's certificate, beside Node's own. */
  caFile?: string | undefined;
  /** Stands in for the socket where nothing may open one. */
  connector?: () => Promise<Socket>;
}

const STATEMENT_TIMEOUT_MILLISECONDS = 600_000;
const CONNECT_TIMEOUT_MILLISECONDS = 15_000;

/** Always over TLS; the certificate is checked everywhere but on loopback. */
export async function connect(server: Server, login: Login, database: string): Promise<Database> {
  const pool = new sql.ConnectionPool({
    server: server.host,
    port: server.port,
    database,
    user: login.username,
    password: login.password,
    requestTimeout: STATEMENT_TIMEOUT_MILLISECONDS,
    connectionTimeout: CONNECT_TIMEOUT_MILLISECONDS,
    pool: { min: 0, max: 1 },
    options: {
      encrypt: true,
      appName: 'tributary',
      ...certificateOptions(server),
      ...(server.connector === undefined ? {} : { connector: server.connector }),
    },
  });
  await pool.connect();
  return {
    query: (statement) => query(pool.request(), statement),
    batch: (text) => runBatch(pool.request(), text),
    stream: (statement, onRow) => stream(pool.request(), statement, onRow),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.close(),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function certificateOptions({ host, caFile }: Server) {
  if (isLoopback(host)) {
    // A name for the handshake: Node deprecates an address there.
    return { trustServerCertificate: true, serverName: 'localhost' };
  }
  if (caFile === undefined) return { trustServerCertificate: false };
  return {
    trustServerCertificate: false,
    cryptoCredentialsDetails: { ca: [...rootCertificates, readCertificates(caFile)] },
  };
}

function readCertificates(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (cause) {
    throw new Error(`DATABASE_CA_FILE: the certificates in ${caFile} cannot be read`, { cause });
  }
}

function withParameters(request: sql.Request, { parameters = {} }: Statement): sql.Request {
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'number') request.input(name, sql.Float, value);
    else if (value instanceof Uint8Array)
      request.input(name, sql.VarBinary(sql.MAX), Buffer.from(value));
    else request.input(name, sql.NVarChar(sql.MAX), value);
  }
  return request;
}

async function query(
  request: sql.Request,
  statement: Statement,
): Promise<{ rows: Row[]; affected: number }> {
  const result = await withParameters(request, statement).query<Row>(statement.text);
  const affected = result.rowsAffected.reduce((sum, count) => sum + count, 0);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a statement without a result has no record set, whatever the declared type says
  return { rows: result.recordset ?? [], affected };
}

async function runBatch(request: sql.Request, text: string): Promise<string[]> {
  const messages: string[] = [];
  request.on('info', (info: { message: string }) => messages.push(info.message));
  await request.batch(text);
  return messages;
}

function stream(
  request: sql.Request,
  statement: Statement,
  onRow: (row: Row) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    request.stream = true;
    request.on('row', (row: Row) => {
      try {
        if (failure === undefined) onRow(row);
      } catch (error) {
        failure = error as Error;
        request.cancel();
      }
    });
    request.on('error', (error: Error) => (failure ??= error));
    request.on('done', () => {
      if (failure === undefined) resolve();
      else reject(failure);
    });
    void withParameters(request, statement).query(statement.text);
  });
}

async function inTransaction<T>(
  pool: sql.ConnectionPool,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = new sql.Transaction(pool);
  await transaction.begin();
  try {
    const result = await work({
      query: (statement) => query(new sql.Request(transaction), statement),
      bulk: (table, columns, rows) => bulk(new sql.Request(transaction), { table, columns, rows }),
    });
    await transaction.commit();
    return result;
  } catch (error) {
    // A server that has rolled back by itself refuses a second time; the first error is the news.
    await transaction.rollback().catch(() => undefined);
    throw error;
  }
}

async function bulk(
  request: sql.Request,
  insert: { table: string; columns: BulkColumn[]; rows: unknown[][] },
): Promise<number> {
  const table = new sql.Table(insert.table);
  table.create = false;
  for (const { name, type } of insert.columns) table.columns.add(name, type, { nullable: true });
  for (const row of insert.rows) table.rows.push(row as sql.IRow);
  return (await request.bulk(table)).rowsAffected;
}
