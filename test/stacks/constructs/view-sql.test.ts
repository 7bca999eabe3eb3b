import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import type { FeedTable } from '../../../wire/feed-table';
import type { LakeRow } from '../../../wire/lake-row';
import { changesView, currentView } from '../../../stacks/constructs/view-sql';

const INVOICES: FeedTable = {
  schema: 'dbo',
  name: 'Invoices',
  key: ['Invoice_Id'],
  columns: { Invoice_Id: 'int', balance: 'decimal(38,10)', due_date: 'date', paid_at: 'datetime' },
};
const SOURCE = { database: 'lake', table: 'billing_changes' };

type Line = Partial<LakeRow> &
  Pick<LakeRow, 'operation' | 'row_json' | 'sequence_number' | 'arrival_time'>;

/** A line of the lake, its row given as id and balance; it arrived at that second unless another is given. */
function line(
  operation: LakeRow['operation'],
  [id, balance]: [string, string | null],
  place: { at: number; second?: number; position?: string; before?: string; payer?: string },
): Line {
  const { at, second = at, position = null, before, payer = null } = place;
  return {
    operation,
    key_json: JSON.stringify({ invoice_id: id }),
    row_json: JSON.stringify({ invoice_id: id, balance, due_date: null, paid_at: null, payer }),
    before_json: before === undefined ? null : JSON.stringify({ invoice_id: before }),
    position,
    sequence_number: String(at).padStart(64, '0'),
    arrival_time: `2026-11-21T11:05:${String(second).padStart(2, '0')}.000Z`,
  };
}

let connection: DuckDBConnection;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run('CREATE SCHEMA lake');
  // Athena's name for it.
  await connection.run(
    'CREATE MACRO json_extract_scalar(text, path) AS json_extract_string(text, path)',
  );
  await connection.run(
    `CREATE TABLE lake.billing_changes (table_name VARCHAR, operation VARCHAR, key_json VARCHAR,
      row_json VARCHAR, before_json VARCHAR, position VARCHAR, commit_time VARCHAR,
      transaction_id VARCHAR, shard_id VARCHAR, sequence_number VARCHAR, arrival_time VARCHAR)`,
  );
});
afterAll(() => connection.closeSync());

async function query(sql: string, lines: readonly Line[]) {
  await connection.run('DELETE FROM lake.billing_changes');
  for (const one of lines)
    await connection.run(
      `INSERT INTO lake.billing_changes
         (table_name, operation, key_json, row_json, before_json, position, sequence_number, arrival_time)
       VALUES ('dbo.Invoices', $1, $2, $3, $4, $5, $6, $7)`,
      [
        one.operation,
        one.key_json ?? null,
        one.row_json,
        one.before_json ?? null,
        one.position ?? null,
        one.sequence_number,
        one.arrival_time,
      ],
    );
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}

async function current(lines: readonly Line[], table = INVOICES) {
  const rows = await query(currentView(table, SOURCE), lines);
  const found = rows as { invoice_id: number; balance: string | null }[];
  return found.map(({ invoice_id, balance }) => `${invoice_id}=${balance ?? 'null'}`).sort();
}

const LOAD = line('load', ['1', '10'], { at: 1 });

describe('the view of current rows', () => {
  it('shows what was loaded', async () => {
    expect(await current([LOAD])).toEqual(['1=10.0000000000']);
  });

  it('shows the change with the greatest position, in whatever order the changes arrived', async () => {
    const lines = [
      line('update', ['1', '30'], { at: 2, position: 'lsn/3' }),
      LOAD,
      line('update', ['1', '20'], { at: 3, position: 'lsn/2' }),
    ];

    expect(await current(lines)).toEqual(['1=30.0000000000']);
  });

  it('has no row that was deleted', async () => {
    const lines = [LOAD, line('delete', ['1', '10'], { at: 2, position: 'lsn/2' })];

    expect(await current(lines)).toEqual([]);
  });

  it('has a row again that was inserted after its delete', async () => {
    const lines = [
      LOAD,
      line('delete', ['1', '10'], { at: 2, position: 'lsn/2' }),
      line('insert', ['1', '40'], { at: 3, position: 'lsn/3' }),
    ];

    expect(await current(lines)).toEqual(['1=40.0000000000']);
  });

  it('prefers a reload to the changes before it', async () => {
    const lines = [
      line('update', ['1', '20'], { at: 2, position: 'lsn/2' }),
      line('load', ['1', '50'], { at: 3 }),
    ];

    expect(await current(lines)).toEqual(['1=50.0000000000']);
  });

  it('is not undone by a change from before a reload that is delivered again after it', async () => {
    const change = { position: 'lsn/2' };
    const lines = [
      line('update', ['1', '20'], { at: 2, ...change }),
      line('load', ['1', '50'], { at: 3 }),
      line('update', ['1', '20'], { at: 4, ...change }),
    ];

    expect(await current(lines)).toEqual(['1=50.0000000000']);
  });

  it('moves a row whose key changed', async () => {
    const lines = [LOAD, line('update', ['2', '10'], { at: 2, position: 'lsn/2', before: '1' })];

    expect(await current(lines)).toEqual(['2=10.0000000000']);
  });

  it('keeps a row whose before image has the same key', async () => {
    const lines = [LOAD, line('update', ['1', '60'], { at: 2, position: 'lsn/2', before: '1' })];

    expect(await current(lines)).toEqual(['1=60.0000000000']);
  });

  describe('of rows that were put under another partition key than their load', () => {
    const table = { ...INVOICES, partitionBy: 'Payer' };
    const loaded = (at: number, second: number) =>
      line('load', ['1', '10'], { at, second, payer: 'A' });
    const changed = (at: number, second: number, payer = 'B') =>
      line('update', ['1', '20'], { at, second, payer, position: 'lsn/2' });

    it.each([
      ['a change after the load, in a shard of lower numbers', changed(5, 9), '1=20.0000000000'],
      ['a change before the load, in one of higher', changed(950, 1), '1=10.0000000000'],
      ['one of the same millisecond, as changes follow a load', changed(5, 8), '1=20.0000000000'],
      [
        'a change under the key of the load by its number, whatever the time',
        changed(901, 1, 'A'),
        '1=20.0000000000',
      ],
    ])('counts %s', async (_which, change, expected) => {
      expect(await current([loaded(900, 8), change], table)).toEqual([expected]);
    });

    it('has no row under a key that it had, though it lies in a shard of higher numbers', async () => {
      const lines = [
        line('load', ['1', '10'], { at: 900, second: 1 }),
        line('update', ['2', '10'], { at: 5, second: 9, position: 'lsn/2', before: '1' }),
      ];

      expect(await current(lines)).toEqual(['2=10.0000000000']);
    });

    it('takes the load that arrived last for the newest, not that of the highest number', async () => {
      const lines = [
        line('load', ['1', '10'], { at: 900, second: 1, payer: 'A' }),
        line('load', ['1', '30'], { at: 5, second: 9, payer: 'B' }),
      ];

      expect(await current(lines, table)).toEqual(['1=30.0000000000']);
    });
  });

  it('is the same for any order of lines and any repetition', async () => {
    const lines = [
      LOAD,
      line('insert', ['2', '1'], { at: 2, position: 'lsn/2' }),
      line('update', ['1', '11'], { at: 3, position: 'lsn/3' }),
      line('delete', ['2', '1'], { at: 4, position: 'lsn/4' }),
      line('insert', ['3', null], { at: 5, position: 'lsn/5' }),
    ];
    const shuffled = fc.shuffledSubarray([...lines, ...lines], { minLength: 10 });

    await fc.assert(
      fc.asyncProperty(shuffled, async (some) => {
        expect(await current(some)).toEqual(['1=11.0000000000', '3=null']);
      }),
      { numRuns: 15 },
    );
  });

  it('carries a decimal of 38 digits exactly', async () => {
    const value = '1234567890123456789012345678.0123456789';

    expect(await current([line('load', ['1', value], { at: 1 })])).toEqual([`1=${value}`]);
  });

  it('is refused for a table without a key', () => {
    expect(() => currentView({ ...INVOICES, key: [] }, SOURCE)).toThrow(
      'dbo.Invoices has no key, so its current rows cannot be told',
    );
  });
});

describe('the view of changes', () => {
  it('types the row and names what happened to it', async () => {
    const row = {
      invoice_id: '7',
      balance: '-0.5000000000',
      due_date: '2022-04-30',
      paid_at: '2022-04-30 01:02:03.003',
    };
    const lines = [{ ...LOAD, row_json: JSON.stringify(row) }];

    expect(await query(changesView(INVOICES, SOURCE), lines)).toMatchObject([
      {
        change_operation: 'load',
        invoice_id: 7,
        balance: '-0.5000000000',
        due_date: '2022-04-30',
        paid_at: '2022-04-30 01:02:03.003',
      },
    ]);
  });

  it('reads as this text', () => {
    const table = { ...INVOICES, columns: { Invoice_Id: 'int', note: 'nvarchar(max)' } };

    expect(changesView(table, SOURCE)).toBe(`SELECT
  operation AS change_operation,
  position AS change_position,
  commit_time AS change_commit_time,
  transaction_id AS change_transaction_id,
  shard_id AS change_shard_id,
  sequence_number AS change_sequence_number,
  arrival_time AS change_arrival_time,
  CAST(json_extract_scalar(row_json, '$.invoice_id') AS integer) AS "invoice_id",
  json_extract_scalar(row_json, '$.note') AS "note"
FROM "lake"."billing_changes"
WHERE table_name = 'dbo.Invoices'`);
  });
});
