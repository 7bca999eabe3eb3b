import { ConnectionPool, type config, type IRecordSet } from 'mssql';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { tableName } from '../../../wire/feed-table';
import { quoteName } from '../../../wire/select-as-text';
import { selectAsText, type SourceColumn, type SourceTable } from './source-table';

/** How a source endpoint reaches its server. */
export interface SourceAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** DMS's ssl mode: `require` encrypts without checking the certificate. */
  encrypt: boolean;
  /** Stands in for the socket where nothing may open one. */
  connect?: () => Duplex;
}

export type SqlRow = Record<string, unknown>;

/** A connection to the source, through the ordinary client. */
export interface SourceDatabase {
  query(text: string): Promise<SqlRow[]>;
  /** Rows in batches, read no faster than they are taken. */
  stream(text: string): AsyncIterable<SqlRow[]>;
  close(): Promise<void>;
}

const CONNECT_MILLISECONDS = 15_000;
/**
 * The most that an encrypted connection may have.
 * https://learn.microsoft.com/sql/database-engine/configure-windows/configure-the-network-packet-size-server-configuration-option
 */
const PACKET_BYTES = 16_383;

export async function connectSource(address: SourceAddress): Promise<SourceDatabase> {
  const pool = new ConnectionPool(poolConfiguration(address));
  // A pool reports a lost connection here as well as in the request that it fails.
  pool.on('error', () => undefined);
  await pool.connect();
  return {
    query: async (text) => {
      const { recordset } = await pool.request().query(text);
      return (recordset as IRecordSet<SqlRow> | undefined) ?? [];
    },
    stream: (text) => streamRows(pool, text),
    close: () => pool.close(),
  };
}

function poolConfiguration(address: SourceAddress): config {
  const { connect } = address;
  return {
    server: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    connectionTimeout: CONNECT_MILLISECONDS,
    requestTimeout: 0,
    pool: { min: 0, max: 2 },
    options: {
      encrypt: address.encrypt,
      trustServerCertificate: true,
      packetSize: PACKET_BYTES,
      useUTC: true,
      appName: 'AWS DMS',
      // TLS names no IP address as its server (RFC 6066), and Node deprecates one there.
      ...(isIP(address.host) === 0 ? {} : { serverName: 'localhost' }),
      ...(connect === undefined ? {} : { connector: asConnector(connect) }),
    },
  };
}

/** tedious asks for a Socket and uses it as the Duplex it is. */
function asConnector(connect: () => Duplex): () => Promise<Socket> {
  const connectSocket = connect as unknown as () => Socket;
  return () => Promise.resolve(connectSocket());
}

const BATCH_ROWS = 1000;

/** In batches, since a stream of rows costs a promise or two a row. The next one is read while one is worked on. */
async function* streamRows(pool: ConnectionPool, text: string): AsyncGenerator<SqlRow[]> {
  const request = pool.request();
  request.stream = true;
  let gathered: SqlRow[] = [];
  let wake: () => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    request.on('done', () => resolve());
    request.on('error', reject);
  });
  let isEnded = false;
  const isOver = () => isEnded;
  const end = () => {
    isEnded = true;
    wake();
  };
  ended.then(end, end);
  request.on('row', (row: SqlRow) => {
    gathered.push(row);
    if (gathered.length < BATCH_ROWS) return;
    request.pause();
    wake();
  });
  void request.query(text);
  try {
    while (!isOver() || gathered.length > 0) {
      if (!isOver() && gathered.length < BATCH_ROWS) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (isOver()) await ended;
      const batch = gathered;
      gathered = [];
      request.resume();
      yield batch;
    }
    await ended;
  } finally {
    request.cancel();
  }
}

const COLUMNS_OF_TABLES = `SELECT s.name AS schema_name, t.name AS table_name, c.name AS column_name,
  y.name AS type_name, c.max_length, c.precision, c.scale, c.is_nullable
FROM sys.tables t
JOIN sys.schemas s ON s.schema_id = t.schema_id
JOIN sys.columns c ON c.object_id = t.object_id
JOIN sys.types y ON y.user_type_id = c.user_type_id
WHERE t.is_ms_shipped = 0
ORDER BY s.name, t.name, c.column_id`;

const PRIMARY_KEYS = `SELECT s.name AS schema_name, t.name AS table_name, c.name AS column_name
FROM sys.tables t
JOIN sys.schemas s ON s.schema_id = t.schema_id
JOIN sys.indexes i ON i.object_id = t.object_id
JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.is_primary_key = 1
ORDER BY s.name, t.name, k.key_ordinal`;

/** The user tables that `selects` takes, with columns and primary keys. */
export async function readSourceTables(
  database: SourceDatabase,
  selects: (schema: string, table: string) => boolean,
): Promise<SourceTable[]> {
  const tables = new Map<string, SourceTable>();
  for (const row of await database.query(COLUMNS_OF_TABLES)) {
    const [schema, name] = [String(row['schema_name']), String(row['table_name'])];
    if (!selects(schema, name)) continue;
    const key = tableName({ schema, name });
    const table = tables.get(key) ?? { schema, name, columns: [], primaryKey: [] };
    table.columns.push(sourceColumn(row));
    tables.set(key, table);
  }
  for (const row of await database.query(PRIMARY_KEYS)) {
    const table = tables.get(`${String(row['schema_name'])}.${String(row['table_name'])}`);
    table?.primaryKey.push(String(row['column_name']));
  }
  return [...tables.values()];
}

/** max_length counts bytes: two per character of the n… types. */
function sourceColumn(row: SqlRow): SourceColumn {
  const type = String(row['type_name']);
  const bytes = Number(row['max_length']);
  return {
    name: String(row['column_name']),
    type,
    length: bytes > 0 && (type === 'nchar' || type === 'nvarchar') ? bytes / 2 : bytes,
    precision: Number(row['precision']),
    scale: Number(row['scale']),
    nullable: row['is_nullable'] === true || row['is_nullable'] === 1,
  };
}

/** Every row of a table, its values as exact text. */
export function selectTable(table: SourceTable, columns: readonly SourceColumn[]): string {
  return `SELECT ${columns.map(selectAsText).join(', ')} FROM ${quoteName(table.schema)}.${quoteName(table.name)}`;
}
