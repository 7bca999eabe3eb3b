import type { Statement } from './schedule';

export type TableName = 'dbo.invoices' | 'dbo.payments';
export type Row = Record<string, string | null>;

/** One change that the source committed, as the plain list of a reader of its own. */
export interface CommittedChange {
  table: TableName;
  key: string;
  operation: 'insert' | 'update' | 'delete';
  /** The new row; the old one for a delete. */
  row: Row;
  /** Where the change gave the row another key: the key that it had. */
  formerKey?: string;
  /**
   * `must` come as a change. Around the start of a load it `may` come as a change or by the load; before
   * it, it comes by the load alone.
   */
  carried: 'must' | 'may';
  /** The load around it was the first one of all, which lists nobody. */
  aroundFirstLoad?: boolean;
}

export interface PlannedAlert {
  kind: 'bill-ready' | 'usage-above-normal';
  customer: string;
  invoice: string;
  /** The amount: no two inserts have the same. */
  amount: string;
  insert: CommittedChange;
}

export type Tables = Record<TableName, Map<string, Row>>;

/** What a transaction would do, should it commit. */
export interface Draft {
  tables: Tables;
  changes: Omit<CommittedChange, 'carried'>[];
}

export const KEY_COLUMN: Record<TableName, string> = {
  'dbo.invoices': 'invoice_id',
  'dbo.payments': 'payment_id',
};

/** The source as it should be, and everything that ever happened to it. */
export class BillingModel {
  tables: Tables;
  readonly history: CommittedChange[] = [];
  readonly planned: PlannedAlert[] = [];
  /** Grows with each value, so that no two changes carry the same. */
  #serial = 100;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  draft(): Draft {
    const { 'dbo.invoices': invoices, 'dbo.payments': payments } = this.tables;
    return {
      tables: { 'dbo.invoices': new Map(invoices), 'dbo.payments': new Map(payments) },
      changes: [],
    };
  }

  commit(draft: Draft, how: Pick<CommittedChange, 'carried' | 'aroundFirstLoad'>): void {
    this.tables = draft.tables;
    for (const change of draft.changes) {
      const committed = { ...change, ...how };
      this.history.push(committed);
      if (change.table === 'dbo.invoices' && change.operation === 'insert') this.#plan(committed);
    }
  }

  /** Puts the statement into the draft and gives its SQL; undefined where there is no row for it. */
  apply(statement: Statement, draft: Draft): string | undefined {
    switch (statement.kind) {
      case 'insert invoice':
        return insert(draft, 'dbo.invoices', this.#invoice(String(1000 + this.#next()), statement));
      case 'insert payment':
        return insert(draft, 'dbo.payments', this.#payment(statement.customer));
      case 'restore invoice':
        return this.#restore(statement.nth, draft);
      case 'update invoice':
        return update(draft, at('dbo.invoices', statement.nth), {
          balance: String(this.#next()),
        });
      case 'move invoice':
        return update(draft, at('dbo.invoices', statement.nth), {
          customer_id: String(1 + (this.#next() % 4)),
          balance: String(this.#next()),
        });
      case 'update payment':
        return update(draft, at('dbo.payments', statement.nth), { amount: this.#amount() });
      case 'renumber payment':
        return renumber(draft, statement.nth, {
          id: String(5000 + this.#next()),
          amount: this.#amount(),
        });
      case 'delete invoice':
        return remove(draft, at('dbo.invoices', statement.nth));
      case 'delete payment':
        return remove(draft, at('dbo.payments', statement.nth));
    }
  }

  #next(): number {
    return (this.#serial += 1);
  }

  #amount(): string {
    return `${this.#next()}.5`;
  }

  /** Of above-normal usages each is beyond any mean of those before it. */
  #invoice(id: string, { customer, aboveNormal }: { customer: number; aboveNormal: boolean }): Row {
    const above = this.planned.filter(({ kind }) => kind === 'usage-above-normal').length;
    return {
      invoice_id: id,
      customer_id: String(customer),
      billing_date: '2022-05-15',
      due_date: '2022-05-30',
      balance: null,
      monthly_kwh_use: aboveNormal ? String(100 * 3 ** (above + 1) + this.#next()) : '1',
      total_amount_due: `due ${this.#next()}`,
    };
  }

  #payment(customer: number): Row {
    return {
      payment_id: String(1000 + this.#next()),
      invoice_id: '1',
      customer_id: String(customer),
      paid_at: '2022-05-20 10:00:00',
      amount: this.#amount(),
    };
  }

  /** Inserts an invoice again that was deleted: one key, another life. */
  #restore(nth: number, draft: Draft): string | undefined {
    const gone = this.history
      .filter(({ table, operation }) => table === 'dbo.invoices' && operation === 'delete')
      .filter(({ key }) => !draft.tables['dbo.invoices'].has(key));
    const found = gone[nth % Math.max(1, gone.length)];
    if (found === undefined) return undefined;
    const customer = Number(found.row['customer_id']);
    return insert(
      draft,
      'dbo.invoices',
      this.#invoice(found.key, { customer, aboveNormal: false }),
    );
  }

  #plan(committed: CommittedChange): void {
    const { row } = committed;
    const alert = {
      customer: row['customer_id'] ?? '',
      invoice: row['invoice_id'] ?? '',
      amount: row['total_amount_due'] ?? '',
      insert: committed,
    };
    this.planned.push({ ...alert, kind: 'bill-ready' });
    if (row['monthly_kwh_use'] !== '1') this.planned.push({ ...alert, kind: 'usage-above-normal' });
  }
}

interface Place {
  table: TableName;
  nth: number;
}

function at(table: TableName, nth: number): Place {
  return { table, nth };
}

function pick(draft: Draft, { table, nth }: Place): Row | undefined {
  const rows = [...draft.tables[table].values()];
  return rows[nth % Math.max(1, rows.length)];
}

export function keyOf(table: TableName, row: Row): string {
  return row[KEY_COLUMN[table]] ?? '';
}

function note(
  draft: Draft,
  table: TableName,
  change: Pick<CommittedChange, 'operation' | 'row' | 'formerKey'>,
) {
  draft.changes.push({ table, key: keyOf(table, change.row), ...change });
}

function insert(draft: Draft, table: TableName, row: Row): string {
  draft.tables[table].set(keyOf(table, row), row);
  note(draft, table, { operation: 'insert', row });
  return `INSERT INTO ${table} VALUES (${Object.values(row).map(literal).join(', ')})`;
}

function update(draft: Draft, place: Place, change: Row): string | undefined {
  const old = pick(draft, place);
  if (old === undefined) return undefined;
  const row = { ...old, ...change };
  draft.tables[place.table].set(keyOf(place.table, row), row);
  note(draft, place.table, { operation: 'update', row });
  return `UPDATE ${place.table} SET ${assignments(change)} WHERE ${where(place.table, old)}`;
}

function remove(draft: Draft, place: Place): string | undefined {
  const old = pick(draft, place);
  if (old === undefined) return undefined;
  draft.tables[place.table].delete(keyOf(place.table, old));
  note(draft, place.table, { operation: 'delete', row: old });
  return `DELETE FROM ${place.table} WHERE ${where(place.table, old)}`;
}

/** One update, whose row before it had another key. */
function renumber(
  draft: Draft,
  nth: number,
  { id, amount }: { id: string; amount: string },
): string | undefined {
  const table = 'dbo.payments';
  const old = pick(draft, { table, nth });
  if (old === undefined) return undefined;
  const row = { ...old, payment_id: id, amount };
  draft.tables[table].delete(keyOf(table, old));
  draft.tables[table].set(id, row);
  note(draft, table, { operation: 'update', row, formerKey: keyOf(table, old) });
  return `UPDATE ${table} SET ${assignments({ payment_id: id, amount })} WHERE ${where(table, old)}`;
}

function where(table: TableName, row: Row): string {
  return `${KEY_COLUMN[table]} = ${keyOf(table, row)}`;
}

function assignments(change: Row): string {
  return Object.entries(change)
    .map(([column, value]) => `${column} = ${literal(value)}`)
    .join(', ');
}

function literal(value: string | null): string {
  if (value === null) return 'NULL';
  return /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value}'`;
}
