import sql from 'mssql';
import type { SqlType, SqlValue } from '../../../../local/sqlserver/types/sql-type';
import { connectClient } from './connect-client';
import { ScriptedEngine } from './scripted-engine';

const engine = new ScriptedEngine();
let pool: sql.ConnectionPool;
beforeAll(async () => {
  pool = await connectClient(engine);
});
afterAll(() => pool.close());

async function selectOne(type: SqlType, value: SqlValue): Promise<unknown> {
  engine.scripts['select value'] = ({ sink }) => {
    sink.columns([{ name: 'value', type, nullable: true }]);
    sink.row([value]);
    sink.row([null]);
    sink.done(2);
    return undefined;
  };
  const { recordset } = await pool.request().query<{ value: unknown }>('select value');
  expect(recordset[1]).toEqual({ value: null });
  return recordset[0]?.value;
}

const LONG = 'ä漢€'.repeat(50_000);
const LAST_TICK = 863_999_999_999;

describe('a value that mssql selects', () => {
  it.each<[string, SqlType, SqlValue, unknown]>([
    ['bit', { name: 'bit' }, 1, true],
    ['tinyint', { name: 'tinyint' }, 255, 255],
    ['smallint', { name: 'smallint' }, -32768, -32768],
    ['int', { name: 'int' }, -2147483648, -2147483648],
    ['bigint', { name: 'bigint' }, -(2n ** 63n), '-9223372036854775808'],
    [
      'decimal',
      { name: 'decimal', precision: 9, scale: 2 },
      { unscaled: -123456789n, scale: 2 },
      -1234567.89,
    ],
    ['money', { name: 'money' }, { unscaled: -12345678n, scale: 4 }, -1234.5678],
    ['smallmoney', { name: 'smallmoney' }, { unscaled: -2147483648n, scale: 4 }, -214748.3648],
    ['real', { name: 'real' }, 1.5, 1.5],
    ['float', { name: 'float' }, Number.MAX_VALUE, Number.MAX_VALUE],
    ['char', { name: 'char', length: 3 }, 'a  ', 'a  '],
    ['varchar', { name: 'varchar', length: 8000 }, '€'.repeat(8000), '€'.repeat(8000)],
    ['nvarchar', { name: 'nvarchar', length: 4000 }, '漢'.repeat(4000), '漢'.repeat(4000)],
    ['varchar(max)', { name: 'varchar', length: 'max' }, 'é'.repeat(100_000), 'é'.repeat(100_000)],
    ['nvarchar(max)', { name: 'nvarchar', length: 'max' }, LONG, LONG],
    ['varbinary', { name: 'varbinary', length: 4 }, Uint8Array.of(0, 255), Buffer.from([0, 255])],
    ['varbinary(max)', { name: 'varbinary', length: 'max' }, new Uint8Array(0), Buffer.alloc(0)],
    [
      'uniqueidentifier',
      { name: 'uniqueidentifier' },
      '00112233-4455-6677-8899-AABBCCDDEEFF',
      '00112233-4455-6677-8899-AABBCCDDEEFF',
    ],
    ['date', { name: 'date' }, { days: 3_652_058 }, new Date('9999-12-31T00:00:00.000Z')],
    [
      'datetime',
      { name: 'datetime' },
      { days: 738_259, ticks: 863_999_966_667 },
      new Date('2022-04-15T23:59:59.997Z'),
    ],
    [
      'smalldatetime',
      { name: 'smalldatetime' },
      { days: 738_259, ticks: 600_000_000 },
      new Date('2022-04-15T00:01:00.000Z'),
    ],
    [
      'datetime2',
      { name: 'datetime2', scale: 7 },
      { days: 0, ticks: LAST_TICK },
      new Date('0001-01-01T23:59:59.999Z'),
    ],
    [
      'datetimeoffset',
      { name: 'datetimeoffset', scale: 3 },
      { days: 738_259, ticks: 0, offsetMinutes: -840 },
      new Date('2022-04-15T00:00:00.000Z'),
    ],
    [
      'time',
      { name: 'time', scale: 3 },
      { ticks: 863_999_990_000 },
      new Date('1970-01-01T23:59:59.999Z'),
    ],
  ])('%s', async (_name, type, ...[value, expected]) => {
    expect(await selectOne(type, value)).toEqual(expected);
  });
});

describe('a parameter that mssql sends', () => {
  it.each<[string, sql.ISqlType | (() => sql.ISqlType), unknown, SqlType, SqlValue]>([
    ['bit', sql.Bit, true, { name: 'bit' }, 1],
    ['tinyint', sql.TinyInt, 255, { name: 'tinyint' }, 255],
    ['smallint', sql.SmallInt, -32768, { name: 'smallint' }, -32768],
    ['int', sql.Int, 2147483647, { name: 'int' }, 2147483647],
    ['bigint', sql.BigInt, '9223372036854775807', { name: 'bigint' }, 2n ** 63n - 1n],
    [
      'decimal',
      sql.Decimal(10, 2),
      -1234.5,
      { name: 'decimal', precision: 10, scale: 2 },
      { unscaled: -123450n, scale: 2 },
    ],
    ['money', sql.Money, 12.25, { name: 'money' }, { unscaled: 122500n, scale: 4 }],
    ['real', sql.Real, -1.5, { name: 'real' }, -1.5],
    ['float', sql.Float, 1e300, { name: 'float' }, 1e300],
    ['varchar', sql.VarChar(10), 'a€é', { name: 'varchar', length: 10 }, 'a€é'],
    ['nvarchar', sql.NVarChar(10), '漢', { name: 'nvarchar', length: 10 }, '漢'],
    ['nvarchar NULL', sql.NVarChar(10), null, { name: 'nvarchar', length: 10 }, null],
    ['nvarchar(max)', sql.NVarChar(sql.MAX), LONG, { name: 'nvarchar', length: 'max' }, LONG],
    [
      'varbinary(max)',
      sql.VarBinary(sql.MAX),
      Buffer.alloc(70_000, 7),
      { name: 'varbinary', length: 'max' },
      new Uint8Array(70_000).fill(7),
    ],
    [
      'uniqueidentifier',
      sql.UniqueIdentifier,
      '00112233-4455-6677-8899-aabbccddeeff',
      { name: 'uniqueidentifier' },
      '00112233-4455-6677-8899-AABBCCDDEEFF',
    ],
    ['date', sql.Date, new Date('0001-01-01T00:00:00Z'), { name: 'date' }, { days: 0 }],
    [
      'datetime',
      sql.DateTime,
      new Date('2022-04-15T23:59:59.997Z'),
      { name: 'datetime' },
      { days: 738_259, ticks: 863_999_966_667 },
    ],
    [
      'smalldatetime',
      sql.SmallDateTime,
      new Date('2022-04-15T00:01:00Z'),
      { name: 'smalldatetime' },
      { days: 738_259, ticks: 600_000_000 },
    ],
    [
      'datetime2',
      sql.DateTime2(7),
      new Date('9999-12-31T23:59:59.999Z'),
      { name: 'datetime2', scale: 7 },
      { days: 3_652_058, ticks: 863_999_990_000 },
    ],
    [
      'datetimeoffset',
      sql.DateTimeOffset(3),
      new Date('2022-04-15T00:00:00Z'),
      { name: 'datetimeoffset', scale: 3 },
      { days: 738_259, ticks: 0, offsetMinutes: 0 },
    ],
    [
      'time',
      sql.Time(3),
      new Date('1970-01-01T23:59:59.999Z'),
      { name: 'time', scale: 3 },
      { ticks: 863_999_990_000 },
    ],
  ])('%s', async (_name, type, ...[sent, expectedType, expectedValue]) => {
    await pool.request().input('p', type, sent).query('take parameter');

    const parameter = engine.lastSession.executed.at(-1)?.parameters[0];
    expect(parameter?.name).toBe('@p');
    expect(parameter?.type).toEqual(expectedType);
    expect(parameter?.value).toEqual(
      expectedType.name === 'datetimeoffset'
        ? { ...(expectedValue as object), offsetMinutes: expect.any(Number) as number }
        : expectedValue,
    );
  });

  it('refuses a table-valued parameter by name, and goes on', async () => {
    const rows = new sql.Table('rows');
    rows.columns.add('a', sql.Int);
    rows.rows.add(1);

    await expect(pool.request().input('t', sql.TVP, rows).query('x')).rejects.toMatchObject({
      number: 40517,
      message: expect.stringContaining('A table-valued parameter is outside the subset') as string,
    });
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });
});

describe('a bulk load of mssql', () => {
  function table(): sql.Table {
    const rows = new sql.Table('dbo.t');
    rows.create = false;
    rows.columns.add('i', sql.Int, { nullable: false });
    rows.columns.add('d', sql.Decimal(38, 2), { nullable: true });
    rows.columns.add('v', sql.VarChar(50), { nullable: true });
    rows.columns.add('n', sql.NVarChar(sql.MAX), { nullable: true });
    rows.columns.add('t', sql.DateTime2(7), { nullable: true });
    rows.columns.add('x', sql.Text, { nullable: true });
    return rows;
  }

  it('brings each value as it was sent', async () => {
    const rows = table();
    rows.rows.add(-1, -12.34, '€', LONG, new Date('2022-04-15T00:00:00.001Z'), 'text');
    rows.rows.add(2, null, null, null, null, null);

    const { rowsAffected } = await pool.request().bulk(rows);

    expect(rowsAffected).toBe(2);
    expect(engine.lastSession.bulkRows).toEqual([
      [-1, { unscaled: -1234n, scale: 2 }, '€', LONG, { days: 738_259, ticks: 10_000 }, 'text'],
      [2, null, null, null, null, null],
    ]);
  });

  it('describes its columns', () => {
    expect(engine.lastSession.bulkColumns).toEqual([
      { name: 'i', type: { name: 'int' }, nullable: false },
      { name: 'd', type: { name: 'decimal', precision: 38, scale: 2 }, nullable: true },
      { name: 'v', type: { name: 'varchar', length: 50 }, nullable: true },
      { name: 'n', type: { name: 'nvarchar', length: 'max' }, nullable: true },
      { name: 't', type: { name: 'datetime2', scale: 7 }, nullable: true },
      { name: 'x', type: { name: 'varchar', length: 'max' }, nullable: true },
    ]);
  });

  it('hands the INSERT BULK statement over', () => {
    expect(engine.lastSession.log).toContain(
      'insert bulk [dbo].[t]([i] int, [d] decimal(38, 2), [v] varchar(50), [n] nvarchar(max), ' +
        '[t] datetime2(7), [x] text)',
    );
  });

  it('brings 20,000 rows in order', async () => {
    const rows = new sql.Table('t');
    rows.create = false;
    rows.columns.add('i', sql.Int, { nullable: false });
    rows.columns.add('v', sql.VarChar(50), { nullable: true });
    for (let i = 0; i < 20_000; i++) rows.rows.add(i, `row ${i}`);
    engine.lastSession.bulkRows.length = 0;

    await pool.request().bulk(rows);

    const received = engine.lastSession.bulkRows;
    expect(received).toHaveLength(20_000);
    expect(received.every(([i, v], at) => i === at && v === `row ${at}`)).toBe(true);
  });
});

describe('a select of 20,000 rows', () => {
  it('arrives whole and in order, the sink awaited', async () => {
    engine.scripts['select many'] = async ({ sink }) => {
      sink.columns([
        { name: 'i', type: { name: 'int' }, nullable: false },
        { name: 't', type: { name: 'varchar', length: 50 }, nullable: true },
      ]);
      for (let i = 0; i < 20_000; i++) {
        sink.row([i, `row ${i}`]);
        await sink.drained?.();
      }
      sink.done(20_000);
      return [];
    };

    const { recordset } = await pool.request().query<{ i: number; t: string }>('select many');

    expect(recordset).toHaveLength(20_000);
    expect(recordset.every(({ i, t }, at) => i === at && t === `row ${at}`)).toBe(true);
  });
});
