import { setTimeout as sleep } from 'node:timers/promises';
import {
  invoiceRows,
  isPlanted,
  type InvoiceRow,
  type SeedPlan,
} from '../../cli/seed/generate-invoices';
import type { FuzzChance } from '../fuzz/fuzz-chance';
import type { PatientSql } from '../support/patient-sql';

const ROWS_PER_INSERT = 40;
const PAUSE_MILLISECONDS = 15;

/**
 * An application that inserts, updates and deletes invoices, keeps a ledger of what was acknowledged, and
 * after a failure looks whether its statement was done, as an application must.
 */
export class InvoiceWriter {
  /** By invoice: the balance that the last acknowledged statement gave it. Deleted ones are not in it. */
  readonly ledger = new Map<string, number | null>();
  /** Every invoice that ever was: each is announced once. */
  readonly announced = new Set<string>();
  readonly plantedHigh = new Set<string>();
  readonly findings: string[] = [];
  inserted = 0;
  /** Rows that may be inserted for now, so that a fast machine has not written all before it is killed. */
  allowed = Infinity;
  unacknowledged = 0;
  private statements = 0;
  private readonly sql: PatientSql;
  private readonly plan: SeedPlan & { livingMax?: number };
  private readonly chance: FuzzChance;

  /** `livingMax`: so many invoices stand at once; the oldest ones are deleted. */
  constructor(sql: PatientSql, plan: SeedPlan & { livingMax?: number }, chance: FuzzChance) {
    this.sql = sql;
    this.plan = plan;
    this.chance = chance;
  }

  async writeAll(): Promise<void> {
    for (let from = 0; from < this.plan.rows; from += ROWS_PER_INSERT) {
      while (this.inserted >= this.allowed) await sleep(PAUSE_MILLISECONDS);
      await this.insert(from, Math.min(this.plan.rows, from + ROWS_PER_INSERT));
      if (this.chance.below(2) === 0) await this.update();
      if (this.chance.below(3) === 0) await this.delete(this.some(2));
      const surplus = this.ledger.size - (this.plan.livingMax ?? Infinity);
      if (surplus > 0) await this.delete([...this.ledger.keys()].slice(0, surplus));
      await sleep(PAUSE_MILLISECONDS);
    }
  }

  /** What the database holds beside the ledger. */
  async compare(): Promise<string[]> {
    const { recordset } = await this.sql.untilDone(
      'SELECT invoice_id, balance FROM dbo.invoices WHERE invoice_id >= 1000000',
    );
    const found = new Map(recordset.map((row) => [String(row['invoice_id']), row['balance']]));
    const lost = [...this.ledger].filter(([id, balance]) => found.get(id) !== balance);
    const surplus = [...found.keys()].filter((id) => !this.ledger.has(id));
    const doubled = recordset.length - found.size;
    return [
      ...lost.map(
        ([id, balance]) => `invoice ${id}: acknowledged ${balance}, found ${String(found.get(id))}`,
      ),
      ...surplus.map((id) => `invoice ${id}: its deletion was acknowledged, and it is there`),
      ...(doubled === 0 ? [] : [`${doubled} invoices stand twice`]),
    ];
  }

  private async insert(from: number, to: number): Promise<void> {
    const rows = invoiceRows(this.plan, from, to);
    const ids = rows.map((row) => row['invoice_id'] ?? '');
    const values = rows.map(valuesText).join(', ');
    await this.perform(`INSERT INTO dbo.invoices VALUES ${values}`, ids, (balances) => {
      if (balances.size === ids.length) return true;
      if (balances.size > 0)
        this.findings.push(`half an INSERT was done: ${[...balances.keys()].join()}`);
      return false;
    });
    for (const [at, row] of rows.entries()) {
      const id = ids[at] ?? '';
      this.ledger.set(id, row['balance'] == null ? null : Number(row['balance']));
      this.announced.add(id);
      if (isPlanted(this.plan, from + at)) this.plantedHigh.add(id);
    }
    this.inserted += rows.length;
  }

  private async update(): Promise<void> {
    const ids = this.some(5);
    const balance = 1000 + this.statements;
    const text = `UPDATE dbo.invoices SET balance = ${balance} WHERE invoice_id IN (${ids.join()})`;
    await this.perform(text, ids, (balances) => this.allOrNone([...balances.values()], balance));
    for (const id of ids) this.ledger.set(id, balance);
  }

  private async delete(ids: readonly string[]): Promise<void> {
    const text = `DELETE FROM dbo.invoices WHERE invoice_id IN (${ids.join()})`;
    await this.perform(text, ids, (balances) => balances.size === 0);
    for (const id of ids) this.ledger.delete(id);
  }

  /** Until it is done: `isDone` judges the rows of the ids as they are after a failure. */
  private async perform(
    text: string,
    ids: readonly string[],
    isDone: (balances: Map<string, number | null>) => boolean,
  ): Promise<void> {
    this.statements += 1;
    for (;;) {
      try {
        await this.sql.once(text);
        return;
      } catch {
        this.unacknowledged += 1;
        const { recordset } = await this.sql.untilDone(
          `SELECT invoice_id, balance FROM dbo.invoices WHERE invoice_id IN (${ids.join()})`,
        );
        const balances = recordset.map(
          (row) => [String(row['invoice_id']), row['balance'] as number | null] as const,
        );
        if (isDone(new Map(balances))) return;
      }
    }
  }

  private allOrNone(balances: readonly (number | null)[], balance: number): boolean {
    const done = balances.filter((found) => found === balance).length;
    if (done > 0 && done < balances.length) this.findings.push('half an UPDATE was done');
    return done === balances.length;
  }

  private some(count: number): string[] {
    const ids = [...this.ledger.keys()];
    return [...new Set(Array.from({ length: count }, () => this.chance.pick(ids)))];
  }
}

const COLUMNS = [
  'invoice_id',
  'customer_id',
  'billing_date',
  'due_date',
  'balance',
  'monthly_kwh_use',
  'total_amount_due',
];

function valuesText(row: InvoiceRow): string {
  return `(${COLUMNS.map((column) => {
    const text = row[column];
    return text == null ? 'NULL' : `'${text}'`;
  }).join(', ')})`;
}
