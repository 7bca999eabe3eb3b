import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import type { ItemColumns } from '../../../settings/item-columns';
import {
  currentItemsColumns,
  currentItemsView,
  itemChangesColumns,
  itemChangesView,
  TIED_KEYS_COLUMNS,
  tiedKeysView,
} from '../../../stacks/constructs/item-view-sql';
import { change, load, repair, valuesOf, type Line } from './item-lines';

const COLUMNS: ItemColumns = [
  { attribute: ['jobTitle'], type: 'string' },
  { attribute: ['salary'], type: 'decimal(38,2)' },
  { attribute: ['visits'], type: 'int' },
];
const SOURCE = { database: 'lake', table: 'people_changes', tableName: 'People' };

let connection: DuckDBConnection;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run('CREATE SCHEMA lake');
  await connection.run(
    `CREATE TABLE lake.people_changes (table_name VARCHAR, operation VARCHAR, key_json VARCHAR,
      row_json VARCHAR, before_json VARCHAR, position VARCHAR, change_time VARCHAR,
      change_time_precision VARCHAR, event_id VARCHAR, size_bytes VARCHAR, old_hash VARCHAR,
      new_hash VARCHAR, user_identity VARCHAR, shard_id VARCHAR, sequence_number VARCHAR,
      arrival_time VARCHAR, job_title VARCHAR, salary VARCHAR, visits VARCHAR)`,
  );
});
afterAll(() => connection.closeSync());

async function query(sql: string, lines: readonly Line[]) {
  await connection.run('DELETE FROM lake.people_changes');
  if (lines.length > 0)
    await connection.run(
      `INSERT INTO lake.people_changes VALUES ${lines.map(valuesOf).join(', ')}`,
    );
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}

const current = (lines: readonly Line[]) => query(currentItemsView(COLUMNS, SOURCE), lines);

/** `k=Architect`, or `k tied`. */
async function items(lines: readonly Line[]): Promise<string[]> {
  const rows = await current(lines);
  return rows
    .map((row) => {
      const { key_json, row_json, job_title, change_tied } = row as Record<string, string | null>;
      const { id } = JSON.parse(key_json ?? '') as { id: { S: string } };
      if (change_tied) {
        expect([row_json, job_title]).toEqual([null, null]);
        return `${id.S} tied`;
      }
      expect(row_json).toBe(`{"jobTitle":{"S":"${job_title ?? ''}"}}`);
      return `${id.S}=${job_title ?? ''}`;
    })
    .sort();
}

describe('the view of current items', () => {
  it('shows the state after the newest change', async () => {
    const lines = [change('', 'a', { at: 1 }), change('a', 'b', { at: 2 })];

    expect(await items(lines)).toEqual(['k=b']);
  });

  it('shows it whatever came first, and however often each came', async () => {
    const [first, second] = [change('', 'a', { at: 1 }), change('a', 'b', { at: 2 })];

    expect(await items([second, first, second, first])).toEqual(['k=b']);
  });

  it('orders changes of one instant by the chain of states', async () => {
    const lines = [
      change('b', 'c', { at: 5 }),
      change('c', 'd', { at: 5 }),
      change('', 'a', { at: 5 }),
      change('a', 'b', { at: 5 }),
    ];

    expect(await items(lines)).toEqual(['k=d']);
  });

  it('follows a chain that comes back to a state on its way', async () => {
    const lines = [
      change('', 'a', { at: 5 }),
      change('a', 'b', { at: 5, eventId: 'first' }),
      change('b', 'a', { at: 5 }),
      change('a', 'b', { at: 5, eventId: 'second' }),
    ];

    expect(await items(lines)).toEqual(['k=b']);
  });

  it('takes a circle for no change', async () => {
    const lines = [
      change('', 'a', { at: 1 }),
      change('a', 'b', { at: 5 }),
      change('b', 'a', { at: 5 }),
    ];

    expect(await items(lines)).toEqual(['k=a']);
  });

  it('has no item that came and went in one instant', async () => {
    expect(await items([change('', 'a', { at: 5 }), change('a', '', { at: 5 })])).toEqual([]);
  });

  it('has no item that was deleted, and has it again when it was written again', async () => {
    const gone = [change('', 'a', { at: 1 }), change('a', '', { at: 2 })];

    expect(await items(gone)).toEqual([]);
    expect(await items([...gone, change('', 'b', { at: 3 })])).toEqual(['k=b']);
  });

  it('tells a tie of two ends, and guesses nothing', async () => {
    const lines = [
      change('', 'a', { at: 1 }),
      change('a', 'b', { at: 2 }),
      change('a', 'c', { at: 2 }),
    ];

    expect(await items(lines)).toEqual(['k tied']);
    expect(await current(lines)).toEqual([
      {
        job_title: null,
        salary: null,
        visits: null,
        key_json: '{"id":{"S":"k"}}',
        row_json: null,
        change_time: 'time 00000000000000000002',
        change_tied: true,
      },
    ]);
  });

  it('tells a tie of an item and its delete', async () => {
    const lines = [change('a', 'b', { at: 2 }), change('a', '', { at: 2 })];

    expect(await items(lines)).toEqual(['k tied']);
  });

  it('lets a later change resolve a tie', async () => {
    const lines = [
      change('a', 'b', { at: 2 }),
      change('a', 'c', { at: 2 }),
      change('c', 'd', { at: 3 }),
    ];

    expect(await items(lines)).toEqual(['k=d']);
  });

  it('takes an exported row of a key that has no change', async () => {
    expect(await items([load('a')])).toEqual(['k=a']);
  });

  it('takes the newest of two exports', async () => {
    const newer = load('b', { arrivalTime: '2026-05-02T00:00:00.000Z' });

    expect(await items([newer, load('a')])).toEqual(['k=b']);
  });

  it('lets an exported row lose to any change of its key', async () => {
    const late = load('z', { arrivalTime: '2027-01-01T00:00:00.000Z' });

    expect(await items([late, change('y', 'a', { at: 1 })])).toEqual(['k=a']);
    expect(await items([late, change('z', '', { at: 1 })])).toEqual([]);
  });

  it('lets a repair win over changes of its instant and before, and lose to later ones', async () => {
    const lines = [change('', 'a', { at: 1 }), change('a', 'b', { at: 2 }), repair('z', 2)];

    expect(await items(lines)).toEqual(['k=z']);
    expect(await items([...lines, change('z', 'c', { at: 3 })])).toEqual(['k=c']);
  });

  it('lets a repair resolve a tie, and remove an item whose delete was lost', async () => {
    const tie = [change('a', 'b', { at: 2 }), change('a', 'c', { at: 2 })];

    expect(await items([...tie, repair('c', 4)])).toEqual(['k=c']);
    expect(await items([change('', 'a', { at: 1 }), repair('', 2)])).toEqual([]);
  });

  it('shows no row of another table, such as the canary', async () => {
    const lines = [change('', 'a', { at: 1, table: 'tributary_canary' })];

    expect(await items(lines)).toEqual([]);
  });

  it('types the columns that settings list, exactly', async () => {
    expect(await current([change('', 'Architect', { at: 1 })])).toMatchObject([
      { job_title: 'Architect', salary: '12345678901234567890123456789012345.67', visits: 7 },
    ]);
  });

  it('has the columns that the catalogue is told of, in their order', async () => {
    const [row] = await current([load('a')]);

    expect(Object.keys(row!)).toEqual(currentItemsColumns(COLUMNS).map(({ name }) => name));
    expect(currentItemsColumns(COLUMNS)).toContainEqual({
      name: 'visits',
      cast: 'integer',
      hive: 'int',
    });
  });

  it('works without any typed column', async () => {
    const rows = await query(currentItemsView([], SOURCE), [load('a')]);

    expect(rows).toEqual([
      {
        key_json: '{"id":{"S":"k"}}',
        row_json: '{"jobTitle":{"S":"a"}}',
        change_time: null,
        change_tied: false,
      },
    ]);
  });

  it('gives the last state of any history, shuffled and doubled, however its times tie', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        async (keys, seed) => {
          const told = keys.map((key, index) => tell(key, `k${String(index)}`));
          const lines = told.flatMap(({ lines }) => lines);
          const expected = told.flatMap(({ last }) => (last === undefined ? [] : [last]));

          expect(await items(shuffled([...lines, ...lines], seed))).toEqual(expected.sort());
          expect(await query(tiedKeysView(SOURCE), lines)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** States in turn, each with whether time went on before it; and where an export was taken, if any. */
const history = fc.record({
  steps: fc.array(fc.record({ state: fc.constantFrom('', 'a', 'b', 'c'), later: fc.boolean() }), {
    minLength: 1,
    maxLength: 9,
  }),
  exportedAfter: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  streamed: fc.boolean(),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

function tell({ steps, exportedAfter, streamed }: History, key: string) {
  const lines: Line[] = [];
  let state = '';
  let at = 1;
  let snapshot: string | undefined;
  steps.forEach((step, index) => {
    // An export shows the table between two instants, never within one.
    if (step.later && exportedAfter === index) snapshot = state;
    if (step.later) at += 1;
    if (step.state === state) return;
    lines.push(change(state, step.state, { at, key, eventId: `${key}/${String(index)}` }));
    state = step.state;
  });
  const rows = snapshot === undefined || snapshot === '' ? [] : [load(snapshot, { key })];
  if (streamed)
    return { lines: [...lines, ...rows], last: state === '' ? undefined : `${key}=${state}` };
  // Nothing of the key was streamed: what the export has is all there is.
  return { lines: rows, last: rows.length === 0 ? undefined : `${key}=${snapshot ?? ''}` };
}

function shuffled(lines: readonly Line[], seed: number): Line[] {
  const keyed = lines.map((line, index) => ({ line, place: Math.imul(index + 1, seed | 1) >>> 0 }));
  return keyed.sort((a, b) => a.place - b.place).map(({ line }) => line);
}

describe('the view of changes', () => {
  const changes = (lines: readonly Line[]) => query(itemChangesView(COLUMNS, SOURCE), lines);

  it('shows every line of the table, copies and all, with typed attributes', async () => {
    const lines = [change('', 'a', { at: 1 }), change('', 'a', { at: 1 })];
    const other = change('', 'b', { at: 1, table: 'Another' });

    const rows = (await changes([...lines, other])) as Record<string, unknown>[];
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      operation: 'insert',
      job_title: 'a',
      salary: '12345678901234567890123456789012345.67',
      visits: 7,
    });
    expect(Object.keys(rows[0]!)).toEqual(itemChangesColumns(COLUMNS).map(({ name }) => name));
  });

  it('has null where an attribute is not of its type, and no query fails of it', async () => {
    const [row] = await changes([change('', 'a', { at: 1, visits: 'often' })]);
    const [item] = await current([change('', 'a', { at: 1, visits: 'often' })]);

    expect([row?.['visits'], item?.['visits'], item?.['job_title']]).toEqual([null, null, 'a']);
  });
});

describe('the view of ties', () => {
  it('names key and position, and counts the states', async () => {
    const lines = [
      change('a', 'b', { at: 2 }),
      change('a', 'c', { at: 2 }),
      change('a', 'c', { at: 2 }),
      change('', 'x', { at: 9, key: 'other' }),
    ];

    expect(await query(tiedKeysView(SOURCE), lines)).toEqual([
      { key_json: '{"id":{"S":"k"}}', position: '00000000000000000002', states: '2' },
    ]);
    expect(TIED_KEYS_COLUMNS.map(({ name }) => name)).toEqual(['key_json', 'position', 'states']);
  });
});
