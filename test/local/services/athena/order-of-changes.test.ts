import { lakeQuery } from './lake-query';

/** Steps of a key from state to state at a position; a state left as often as reached is no end. */
const ENDS = `WITH steps AS (
  SELECT DISTINCT key_json, position, event_id,
    coalesce(old_hash, '') AS old_hash, coalesce(new_hash, '') AS new_hash
  FROM people_changes
  WHERE operation <> 'load'
), visits AS (
  SELECT key_json, position, new_hash AS hash, 1 AS step FROM steps
  UNION ALL
  SELECT key_json, position, old_hash AS hash, -1 AS step FROM steps
), ends AS (
  SELECT key_json, position, hash, sum(step) AS balance
  FROM visits
  GROUP BY key_json, position, hash
  HAVING sum(step) > 0
), ranked AS (
  SELECT key_json, position, hash,
    rank() OVER (PARTITION BY key_json ORDER BY position DESC) AS age,
    count(*) OVER (PARTITION BY key_json, position) AS states
  FROM ends
)
SELECT key_json, position, max(hash) AS hash, max(states) AS states
FROM ranked
WHERE age = 1
GROUP BY key_json, position`;

const change = (
  key: string,
  position: number,
  [from, to]: readonly [string | null, string | null],
) =>
  `${JSON.stringify({
    key_json: key,
    position: String(position).padStart(20, '0'),
    event_id: `${key}-${position}-${from ?? ''}-${to ?? ''}`,
    old_hash: from,
    new_hash: to,
    operation: 'modify',
  })}\n`;

async function ends(changes: string[]) {
  const { put, query, table, view } = await lakeQuery();
  await table(
    'people_changes',
    ['key_json', 'position', 'event_id', 'old_hash', 'new_hash', 'operation'].map(
      (name) => [name, 'string'] as const,
    ),
  );
  await view('people_ends', ENDS);
  await put('people_changes/a', changes.join(''));
  return query(
    'SELECT key_json, CAST(position AS bigint), hash, states FROM people_ends ORDER BY key_json',
  );
}

describe('a view that orders changes by the chain of their hashes', () => {
  it('finds the end of a chain within one position, doubled and shuffled', async () => {
    const chain = [
      change('k', 5, ['b', 'c']),
      change('k', 5, [null, 'a']),
      change('k', 5, ['a', 'b']),
    ];

    expect(await ends([...chain, ...chain])).toEqual([['k', '5', 'c', '1']]);
  });

  it('passes over a position that ends where it began', async () => {
    expect(
      await ends([
        change('k', 5, [null, 'a']),
        change('k', 6, ['a', 'b']),
        change('k', 6, ['b', 'a']),
      ]),
    ).toEqual([['k', '5', 'a', '1']]);
  });

  it('counts the ends of a tie', async () => {
    expect(await ends([change('k', 5, ['a', 'b']), change('k', 5, ['x', 'c'])])).toEqual([
      ['k', '5', 'c', '2'],
    ]);
  });
});

describe('idioms of the lake’s views', () => {
  it.each([
    [
      'a window over grouped counts',
      `SELECT operation, count(*) AS n, sum(count(*)) OVER () AS all_of_them FROM t GROUP BY operation ORDER BY operation`,
      [
        ['a', '2', '3'],
        ['b', '1', '3'],
      ],
    ],
    [
      'the row of the newest position',
      `SELECT operation, max_by(label, position) AS label FROM t GROUP BY operation HAVING count(*) > 1`,
      [['a', 'second']],
    ],
    ['a filtered count', `SELECT count(*) FILTER (WHERE operation = 'a') AS n FROM t`, [['2']]],
    [
      'the newest row by number',
      `SELECT label FROM (SELECT label, row_number() OVER (PARTITION BY operation ORDER BY position DESC) AS age FROM t) WHERE age = 1 ORDER BY label`,
      [['second'], ['third']],
    ],
    [
      'an anti-join',
      `SELECT label FROM t WHERE NOT EXISTS (SELECT 1 FROM t AS later WHERE later.operation = t.operation AND later.position > t.position) ORDER BY label`,
      [['second'], ['third']],
    ],
  ])('run: %s', async (_what, sql, rows) => {
    const { query } = await lakeQuery();

    expect(
      await query(
        `WITH t(operation, position, label) AS (VALUES ('a', '1', 'first'), ('a', '2', 'second'), ('b', '1', 'third')) ${sql}`,
      ),
    ).toEqual(rows);
  });
});
