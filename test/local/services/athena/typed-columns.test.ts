import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../../../../local/clock';
import { diskStorage } from '../../../../local/storage/disk-storage';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import { lakeQuery, type Column } from './lake-query';

const root = mkdtempSync(join(tmpdir(), 'tributary-typed-'));
const storages: Storage[] = [];
const onDisk = () => {
  const storage = diskStorage({ root: join(root, String(storages.length)), clock: systemClock() });
  storages.push(storage);
  return storage;
};

afterAll(async () => {
  for (const storage of storages) await storage.close();
  rmSync(root, { recursive: true });
});

/** Type, text of the JSON value, what Trino's reader gives: by its README and its source. */
const VALUES: readonly (readonly [type: string, json: string, read: string | null])[] = [
  ['string', '"00123"', '00123'],
  ['string', '""', ''],
  ['string', 'true', 'true'],
  ['boolean', '"true"', 'true'],
  ['boolean', '"TRUE"', 'true'],
  ['boolean', '"yes"', 'false'],
  ['boolean', 'false', 'false'],
  ['int', '"864732"', '864732'],
  ['int', '7', '7'],
  ['int', '"2147483648"', null],
  ['int', '"12 "', null],
  ['int', '"many"', null],
  ['tinyint', '"-128"', '-128'],
  ['tinyint', '"128"', null],
  ['bigint', '"9223372036854775807"', '9223372036854775807'],
  ['bigint', '"9223372036854775808"', null],
  ['bigint', '"1.99"', '1'],
  ['bigint', '"-1.99"', '-1'],
  ['bigint', '"1.5e3"', '1500'],
  ['bigint', '"9223372036854775807.9"', '9223372036854775807'],
  ['double', '"0.1"', '0.1'],
  ['double', '"1e400"', 'Infinity'],
  ['double', '"NaN"', 'NaN'],
  ['double', '"ten"', null],
  ['decimal(38,10)', '"1234567890123456789012345678.0123456789"', '1234567890123456789012345678.0123456789'],
  ['decimal(10,2)', '"1.005"', '1.01'],
  ['decimal(10,2)', '"-1.005"', '-1.01'],
  ['decimal(10,2)', '"1.25e2"', '125.00'],
  ['decimal(10,2)', '"123456789.00"', null],
  ['decimal(38,0)', '"99999999999999999999999999999999999999"', '99999999999999999999999999999999999999'],
  ['date', '"2026-11-21"', '2026-11-21'],
  ['date', '"soon"', null],
  ['timestamp', '"2026-11-21 10:00:00.5"', '2026-11-21 10:00:00.500'],
  ['binary', '"q7o="', 'ab ba'],
]; // prettier-ignore

const COLUMNS = VALUES.map(([type], at): Column => [`c${at}`, type]);
const line = `{${VALUES.map(([, json], at) => `"c${at}":${json}`).join(',')}}\n`;

describe.each([
  ['files', onDisk],
  ['objects that are no files', memoryStorage],
])('columns of a type over JSON text, in %s', (_what, makeStorage) => {
  it('are read as Trino’s OpenX reader reads them', async () => {
    const { put, query, table } = await lakeQuery({ storage: makeStorage() });
    await table('typed', COLUMNS);
    await put('typed/a', line);

    const [row = []] = await query('SELECT * FROM typed');

    expect(row.map((read, at) => [...VALUES[at]!.slice(0, 2), read])).toEqual(VALUES);
  });

  it('are null where the line says null or nothing', async () => {
    const { put, query, table } = await lakeQuery({ storage: makeStorage() });
    await table('typed', COLUMNS);
    await put('typed/a', `{"c0":null,"c3":null,"c7":null}\n`);

    expect(await query('SELECT * FROM typed')).toEqual([COLUMNS.map(() => null)]);
  });

  it('fail the query over a line that is no JSON, or are null if the SerDe is told to ignore it', async () => {
    const { put, query, table } = await lakeQuery({ storage: makeStorage() });
    await table('strict', [['id', 'int']]);
    await table('lax', [['id', 'int']], { 'ignore.malformed.json': 'true' });
    for (const name of ['strict', 'lax'])
      await put(`${name}/a`, '{"id":"1"}\nnot json\n{"id":"2"}\n');

    await expect(query('SELECT id FROM strict')).rejects.toThrow(/malformed/i);
    expect(await query('SELECT id FROM lax ORDER BY id NULLS FIRST')).toEqual([
      [null],
      ['1'],
      ['2'],
    ]);
  });

  it('may stand in rows of many megabytes', async () => {
    const { put, query, table } = await lakeQuery({ storage: makeStorage() });
    await table('long', [
      ['id', 'int'],
      ['text', 'string'],
    ]);
    const row = (id: number, bytes: number) =>
      `${JSON.stringify({ id: String(id), text: 'x'.repeat(bytes) })}\n`;
    await put('long/a', row(1, 1_000_000) + row(2, 3));
    await put('long/b.gz', gzipSync(row(3, 9_000_000)));

    expect(await query('SELECT id, length(text) FROM long ORDER BY id')).toEqual([
      ['1', '1000000'],
      ['2', '3'],
      ['3', '9000000'],
    ]);
  });
});
