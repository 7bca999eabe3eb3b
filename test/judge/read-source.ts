import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import sql from 'mssql';
import type { Tool } from '../support/require-tool';
import type { SourceRow } from './judge';

export interface SourceServer {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

export type ReadSource = (server: SourceServer, table: string) => Promise<SourceRow[]>;

/** By the client that the product uses too, with a conversion to text of its own. */
export const readByMssql: ReadSource = async (server, table) => {
  const { host, ...rest } = server;
  const pool = await new sql.ConnectionPool({
    ...rest,
    server: host,
    options: { encrypt: true, trustServerCertificate: true, serverName: 'localhost' },
  }).connect();
  try {
    const { recordset } = await pool.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    return recordset.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainText(value)])),
    );
  } finally {
    await pool.close();
  }
};

function plainText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Date) return dateText(value.toISOString());
  if (typeof value === 'number') return value.toString();
  throw new Error(`The judge has no text for ${typeof value}`);
}

/** The judged tables have dates, and times that are not midnight. */
function dateText(iso: string): string {
  const [date = '', time = ''] = iso.replace('Z', '').split('T');
  return time === '00:00:00.000' ? date : `${date} ${time}`;
}

/** Its certificate signs itself; what is judged are rows, not certificates. */
const PROGRAM = `
import datetime, decimal, json, os, sys, pytds, pytds.tls
from OpenSSL import SSL
pytds.tls.create_context = lambda cafile: SSL.Context(SSL.TLSv1_2_METHOD)
host, port, database, user, table = sys.argv[1:]
def text(value):
    if value is None: return None
    if isinstance(value, datetime.datetime): return value.isoformat(' ', 'milliseconds')
    if isinstance(value, decimal.Decimal): return format(value.normalize(), 'f')
    return str(value)
with pytds.connect(dsn=host, port=int(port), database=database, user=user,
                   password=os.environ['PASSWORD'], cafile='none', validate_host=False) as connection:
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM ' + table)
        names = [column[0] for column in cursor.description]
        print(json.dumps([dict(zip(names, map(text, row))) for row in cursor.fetchall()]))
`;

const PYTHONS = ['python3', '/usr/bin/python3', '.venv/bin/python'];

/** python-tds with pyOpenSSL, where one of the machine's Pythons has them. */
export function findPythonTds(): Tool<ReadSource> {
  const python = PYTHONS.find(hasPythonTds);
  if (python === undefined) return { missing: 'python-tds and pyOpenSSL' };
  const run = promisify(execFile);
  return {
    found: async ({ host, port, database, user, password }, table) => {
      const { stdout } = await run(
        python,
        ['-c', PROGRAM, host, String(port), database, user, table],
        { env: { ...process.env, PASSWORD: password } },
      );
      return JSON.parse(stdout) as SourceRow[];
    },
  };
}

function hasPythonTds(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import pytds, OpenSSL'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
