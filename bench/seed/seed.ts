import { join } from 'node:path';
import sql from 'mssql';
import { invoiceRows } from '../../cli/seed/generate-invoices';
import { insertStatement } from '../../consumers/database-runner/insert-chunk';
import { PASSWORD } from '../../test/support/stand-in';
import type { FeedTable } from '../../wire/feed-table';
import { forkTypescript } from '../fork-typescript';
import type { Figure, Report } from '../report';
import { inTurns, rowsPerSecond } from '../rounds';

const ROUNDS = 9;
const ROWS = { bulk: 20_000, single: 6000 };
const ROWS_PER_BULK = 5000;
const TIMES = { floor: 1.5, goal: 1.2 };
const TABLE: FeedTable = {
  schema: 'dbo',
  name: 'invoices',
  key: ['invoice_id'],
  columns: {
    invoice_id: 'int',
    customer_id: 'int',
    billing_date: 'date',
    due_date: 'date',
    balance: 'int',
    monthly_kwh_use: 'int',
    total_amount_due: 'varchar(50)',
  },
};

/** The same `mssql` client into the stand-in, and into a server that answers at once and does nothing. */
export async function seed(): Promise<Report> {
  const standIn = await connectTo('serve-stand-in.ts');
  const instant = await connectTo('serve-instant.ts');
  try {
    const ways = { bulk: insertBulk, single: insertSingly };
    const rows: (string | number)[][] = [];
    const figures: Figure[] = [];
    for (const [name, insert] of Object.entries(ways) as [keyof typeof ROWS, typeof insertBulk][]) {
      const count = ROWS[name];
      const invoices = invoiceRows({ rows: count, seed: 1, highUsage: 0 }, 0, count);
      const found = await inTurns(
        {
          standIn: async () => {
            await standIn.pool.request().batch(CREATE);
            const rate = await rowsPerSecond(count, () => insert(standIn.pool, invoices));
            await expectAll(standIn.pool, invoices);
            return rate;
          },
          instant: () => rowsPerSecond(count, () => insert(instant.pool, invoices)),
        },
        ROUNDS,
      );
      rows.push([name, Math.round(found.standIn), Math.round(found.instant)]);
      figures.push({
        what: `${name}, time of the stand-in to that of the client alone`,
        value: found.instant / found.standIn,
        unit: 'x',
        bound: 'at most',
        ...TIMES,
      });
    }
    return {
      title: 'Seed, rows a second through `mssql`',
      how: 'Invoices by INSERT BULK of 5,000 rows and by a statement a row, on one connection, into the stand-in in memory and into a server that reads and answers at once. What the stand-in holds is compared afterwards.',
      heading: ['way', 'stand-in', 'client alone'],
      rows,
      figures,
    };
  } finally {
    await Promise.all([standIn.close(), instant.close()]);
  }
}

const CREATE = `DROP TABLE IF EXISTS dbo.invoices; CREATE TABLE dbo.invoices (
  invoice_id int NOT NULL PRIMARY KEY, customer_id int NULL, billing_date date NULL, due_date date NULL,
  balance int NULL, monthly_kwh_use int NULL, total_amount_due varchar(50) NULL)`;

type Invoice = ReturnType<typeof invoiceRows>[number];

async function insertBulk(pool: sql.ConnectionPool, invoices: readonly Invoice[]): Promise<void> {
  for (let from = 0; from < invoices.length; from += ROWS_PER_BULK) {
    const table = new sql.Table('dbo.invoices');
    table.create = false;
    for (const [name, type] of Object.entries(TABLE.columns)) {
      const options = { nullable: name !== 'invoice_id' };
      table.columns.add(name, BULK_TYPES[type] ?? sql.Int, options);
    }
    for (const invoice of invoices.slice(from, from + ROWS_PER_BULK)) {
      table.rows.push(...[bulkRow(invoice)]);
    }
    await pool.request().bulk(table);
  }
}

const BULK_TYPES: Record<string, sql.ISqlType | (() => sql.ISqlType)> = {
  int: sql.Int,
  date: sql.Date,
  'varchar(50)': sql.VarChar(50),
};

function bulkRow(invoice: Invoice): sql.IRow {
  return Object.entries(TABLE.columns).map(([name, type]) => {
    const text = invoice[name] ?? null;
    if (text === null || type === 'varchar(50)') return text;
    return type === 'date' ? new Date(text) : Number(text);
  });
}

async function insertSingly(pool: sql.ConnectionPool, invoices: readonly Invoice[]): Promise<void> {
  for (const invoice of invoices) {
    const { text, parameters } = insertStatement(TABLE, invoice);
    const request = pool.request();
    for (const [name, value] of Object.entries(parameters)) {
      request.input(name, sql.NVarChar(sql.MAX), value);
    }
    await request.query(text);
  }
}

async function expectAll(pool: sql.ConnectionPool, invoices: readonly Invoice[]): Promise<void> {
  const { recordset } = await pool
    .request()
    .query<{ found: number; kwh: number }>(
      'SELECT COUNT(*) AS found, SUM(monthly_kwh_use) AS kwh FROM dbo.invoices',
    );
  const kwh = invoices.reduce((sum, { monthly_kwh_use }) => sum + Number(monthly_kwh_use), 0);
  const [row] = recordset;
  if (row?.found !== invoices.length || row.kwh !== kwh)
    throw new Error(`Expected ${invoices.length} rows with ${kwh} kWh, got ${JSON.stringify(row)}`);
}

async function connectTo(
  file: string,
): Promise<{ pool: sql.ConnectionPool; close(): Promise<void> }> {
  const { child, first } = await forkTypescript(join(__dirname, file));
  const pool = await new sql.ConnectionPool({
    server: '127.0.0.1',
    port: first as number,
    user: 'sa',
    password: PASSWORD,
    pool: { min: 1, max: 1 },
    options: { encrypt: false, trustServerCertificate: true },
  }).connect();
  return {
    pool,
    close: async () => {
      await pool.close();
      child.kill();
    },
  };
}
