import { chance } from '../../../local/chance';
import { systemClock } from '../../../local/clock';
import { createEngine } from '../../../local/sqlserver/create-engine';
import type { SqlSession } from '../../../local/sqlserver/session';
import { memoryStorage } from '../../../local/storage/memory-storage';
import type { Storage } from '../../../local/storage/storage';
import { collect } from '../../support/collect-results';

export const administrator = { user: 'admin', password: 'correct horse' };
const INVOICES = `CREATE TABLE dbo.invoices (invoice_id INT, customer_id INT, billing_date DATE, due_date DATE,
  balance INT, monthly_kwh_use INT, total_amount_due VARCHAR(50))`;

export function open(storage: Storage = memoryStorage()) {
  const common = {
    clock: systemClock(),
    chance: chance('t'),
    storage,
    logName: 'sqlserver',
    administrator,
  };
  return createEngine({ ...common, kind: 'sqlserver', extensions: [] });
}

/** A database `d` with the table of invoices, and a session in it. */
export async function billing() {
  const engine = await open();
  const session = engine.login(administrator);
  await collect(session, `CREATE DATABASE d`);
  await collect(session, `USE d ${INVOICES}`);
  return { engine, session };
}

/** The rows of the last result set; a row of one column as its value. Fails on any error. */
export async function values(session: SqlSession, select: string): Promise<unknown[]> {
  const { sets, errors } = await collect(session, select);
  expect(errors).toEqual([]);
  return sets.at(-1)?.map((row) => (row.length === 1 ? row[0] : row)) ?? [];
}

export async function errorOf(session: SqlSession, text: string): Promise<number | undefined> {
  return (await collect(session, text)).errors[0]?.number;
}
