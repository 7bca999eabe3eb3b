import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../wire/attribute-value';
import { decodeItemChange } from '../../wire/item-change';
import type { ItemChange } from '../../wire/item-change';
import { ITEM_ROW_COLUMNS } from '../../wire/item-row';
import type { RowForm } from '../../wire/item-row';
import { changeRow, loadRow, repairRow } from '../../wire/item-row-text';

const ARRIVAL = {
  shard_id: 'shardId-000000000001',
  sequence_number: '49661'.padStart(64, '0'),
  arrival_time: '2025-11-25T22:05:00.500Z',
};
const JSON_LISTS: RowForm = { lists: 'json', oldImage: false };
const ENGINEER_HASH = '85ff7497790df5a4598ff5211b539bded7f1b3123bc4ee15df4a31622acdae07';
const SENIOR_HASH = '8b40aff795e4b31e526b723940a69c3bce9402534898de7c050cd3b615c39ed8';

const fixture = (name: string) =>
  readFileSync(join(__dirname, '../fixtures/dynamodb', `${name}.json`));
const change = (name: string) => decodeItemChange(fixture(name)) as ItemChange;
const columns = (line: string) => {
  const row = JSON.parse(line) as Record<string, string | null>;
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !(ITEM_ROW_COLUMNS as readonly string[]).includes(name)),
  );
};
const load = (item: Item, form: Partial<RowForm> = {}) =>
  loadRow(
    {
      table: { name: 't', key: ['id'] },
      item: { id: { S: '1' }, ...item },
      readAt: ARRIVAL.arrival_time,
    },
    { ...JSON_LISTS, ...form },
  );

describe('changeRow', () => {
  it('writes one line with the fixed columns, then one an attribute', () => {
    expect(changeRow(change('update-microseconds'), ARRIVAL, JSON_LISTS)).toBe(
      '{"table_name":"people","operation":"update",' +
        String.raw`"key_json":"{\"id\":{\"S\":\"864732\"}}",` +
        String.raw`"row_json":"{\"id\":{\"S\":\"864732\"},\"jobTitle\":{\"S\":\"Senior Architect\"}}",` +
        '"before_json":null,"position":"00001764108300123456",' +
        '"change_time":"2025-11-25T22:05:00.123456Z","change_time_precision":"MICROSECOND",' +
        '"event_id":"b1f5c4a2-93c7-4d55-8d0a-5b0d8e4f6c21","size_bytes":"65",' +
        `"old_hash":"${ENGINEER_HASH}","new_hash":"${SENIOR_HASH}",` +
        '"user_identity":null,"shard_id":"shardId-000000000001",' +
        `"sequence_number":"${'0'.repeat(59)}49661","arrival_time":"2025-11-25T22:05:00.500Z",` +
        '"id":"864732","job_title":"Senior Architect"}\n',
    );
  });

  it('has the columns of the Glue table, in their order', () => {
    const row = JSON.parse(changeRow(change('insert'), ARRIVAL, JSON_LISTS)) as object;

    expect(Object.keys(row).slice(0, ITEM_ROW_COLUMNS.length)).toEqual(ITEM_ROW_COLUMNS);
  });

  it('carries the item before, where the form asks for it', () => {
    const line = changeRow(change('update-microseconds'), ARRIVAL, {
      ...JSON_LISTS,
      oldImage: true,
    });

    expect(JSON.parse(line)).toMatchObject({
      before_json: '{"id":{"S":"864732"},"jobTitle":{"S":"Architect"}}',
    });
  });

  it('has of a delete the key alone', () => {
    const line = changeRow(change('remove-by-time-to-live'), ARRIVAL, JSON_LISTS);

    expect(JSON.parse(line)).toMatchObject({
      operation: 'delete',
      row_json: null,
      old_hash: SENIOR_HASH,
      new_hash: null,
      user_identity: '{"principalId":"dynamodb.amazonaws.com","type":"Service"}',
    });
    expect(columns(line)).toEqual({ id: '864732' });
  });
});

describe('the columns of attributes', () => {
  it.each<[item: Item, lists: RowForm['lists'], expected: Record<string, string | null>]>([
    [{ a: { S: 'x"\\\n' } }, 'json', { a: 'x"\\\n' }],
    [{ a: { N: '1.23e+4' } }, 'json', { a: '12300' }],
    [{ a: { B: 'AQI=' } }, 'json', { a: 'AQI=' }],
    [{ a: { BOOL: true }, b: { BOOL: false } }, 'json', { a: 'true', b: 'false' }],
    [{ a: { NULL: true } }, 'json', { a: null }],
    [{ a: { SS: ['b"', 'a'] } }, 'json', { a: '["a","b\\""]' }],
    [{ a: { NS: ['2', '-1.50'] } }, 'json', { a: '[-1.5,2]' }],
    [{ a: { BS: ['Ag==', 'AQ=='] } }, 'json', { a: '["AQ==","Ag=="]' }],
    [{ a: { M: {} }, b: { L: [] } }, 'json', { a: '{}', b: '[]' }],
    [
      { a: { M: { b: { M: { cD: { S: 'x' } } }, '': { S: 'y' }, e: { M: {} } } } },
      'json',
      { a_0b_0c_d: 'x', a_0: 'y', a_0e: '{}' },
    ],
    [
      {
        a: {
          L: [
            { S: 'x"' },
            { N: '12345678901234567890123456789012345678' },
            { BOOL: false },
            { NULL: true },
            { B: 'AQ==' },
            { SS: ['q'] },
            { NS: ['1', '2'] },
            { L: [{ L: [] }] },
            { M: { 'k"': { M: {} }, n: { N: '1' } } },
          ],
        },
      },
      'json',
      {
        a: '["x\\"",12345678901234567890123456789012345678,false,null,"AQ==",["q"],[1,2],[[]],{"k\\"":{},"n":1}]',
      },
    ],
    [
      { a: { L: [{ S: 'x' }, { L: [{ N: '1' }, { L: [] }] }, { M: { b: { NULL: true } } }] } },
      'indexed',
      { a_10: 'x', a_11_10: '1', a_11_11: '[]', a_12_0b: null },
    ],
    [{ a: { L: [] } }, 'indexed', { a: '[]' }],
    [
      { day: { S: 'x' }, eventId: { S: 'y' }, straße: { M: { 'a"b': { S: 'z' } } } },
      'json',
      { _264_ay: 'x', _265_vent_id: 'y', stra_2df_e_0a_222_b: 'z' },
    ],
  ])('of %j, lists %s', (item, lists, expected) => {
    const { id, ...others } = columns(load(item, { lists }));

    expect(id).toBe('1');
    expect(others).toEqual(expected);
  });

  it('has a column for an attribute named __proto__', () => {
    const item = JSON.parse('{"__proto__":{"S":"x"},"constructor":{"S":"y"}}') as Item;

    expect(load(item)).toContain(',"____proto____":"x","constructor":"y"');
  });
});

describe('loadRow', () => {
  it('has no position, so that it counts only for a key without a change', () => {
    expect(JSON.parse(load({ n: { N: '1' } }))).toMatchObject({
      table_name: 't',
      operation: 'load',
      key_json: '{"id":{"S":"1"}}',
      row_json: '{"id":{"S":"1"},"n":{"N":"1"}}',
      position: null,
      change_time: null,
      old_hash: null,
      shard_id: null,
      arrival_time: '2025-11-25T22:05:00.500Z',
    });
  });

  it('refuses an item without its key', () => {
    const table = { name: 't', key: ['id', 'at'] };

    expect(() => loadRow({ table, item: { id: { S: '1' } }, readAt: '' }, JSON_LISTS)).toThrow(
      'An item of t has no at, of its key',
    );
  });
});

describe('repairRow', () => {
  const key: Item = { id: { S: '864732' } };

  it('stands behind the changes of its second and before later ones', () => {
    const item: Item = { jobTitle: { S: 'Architect' }, ...key };

    const row = JSON.parse(
      repairRow({ table: 'people', key, item, second: 1_764_108_300 }, JSON_LISTS),
    ) as { position: string };

    expect(row).toMatchObject({
      operation: 'repair',
      position: '00001764108300000000/repair',
      row_json: '{"id":{"S":"864732"},"jobTitle":{"S":"Architect"}}',
      new_hash: ENGINEER_HASH,
      arrival_time: '2025-11-25T22:05:00.000Z',
    });
    expect(row.position > '00001764108300000000').toBe(true);
    expect(row.position < '00001764108300000001').toBe(true);
  });

  it('says that an item is gone', () => {
    const line = repairRow({ table: 'people', key, item: undefined, second: 1 }, JSON_LISTS);

    expect(JSON.parse(line)).toMatchObject({ row_json: null, new_hash: null, id: '864732' });
  });
});
