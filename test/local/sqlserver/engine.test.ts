import type { SqlSession } from '../../../local/sqlserver/session';
import { memoryStorage } from '../../../local/storage/memory-storage';
import { collect, collectingSink } from '../../support/collect-results';
import { administrator, billing, errorOf, open, values } from './billing-engine';

describe('the engine', () => {
  let session: SqlSession;

  beforeAll(async () => {
    session = (await open()).login(administrator);
  });

  it.each([
    ['1.0/3', '0.333333'],
    ['2.0/3', '0.666666'],
    ['1/3', '0'],
    ['-7/2', '-3'],
    ['10.50 * 2.00', '21.0000'],
    ['CAST(1.005 AS decimal(10,2))', '1.01'],
    ['CAST(-1.005 AS decimal(10,2))', '-1.01'],
    ['CAST(2.7 AS int)', '2'],
    ["CAST('4/15/2022' AS date)", '2022-04-15'],
    ["CONVERT(varchar(10), CAST('2022-04-15' AS date), 101)", '04/15/2022'],
    [
      "CONVERT(varchar(30), CAST('2022-04-15 13:05:09.123' AS datetime), 121)",
      '2022-04-15 13:05:09.123',
    ],
    [
      "CONVERT(varchar(30), CAST('2022-04-15 13:05:09.998' AS datetime), 121)",
      '2022-04-15 13:05:09.997',
    ],
    ["CONVERT(varchar(30), CAST('2022-04-15 13:05' AS datetime))", 'Apr 15 2022  1:05PM'],
    [
      "CONVERT(varchar(30), CAST('2022-04-15 13:05:09.1234567' AS datetime2), 126)",
      '2022-04-15T13:05:09.1234567',
    ],
    ["CAST('23:59:59.9999999' AS time(0))", '23:59:59'],
    ["ISNULL(NULL, 'x')", 'x'],
    ['CONVERT(varchar(20), 0xCAFE, 1)', '0xCAFE'],
    ['CONVERT(varchar(30), CAST(1234567.891 AS money), 1)', '1,234,567.89'],
    ['ROUND(123.456, 2)', '123.460'],
    ["LEN('ab  ')", '2'],
    ["CASE WHEN 'A ' = 'a' THEN 'equal' END", 'equal'],
    ["CASE WHEN NULL = NULL THEN 'equal' ELSE 'unknown' END", 'unknown'],
    ["SUBSTRING('abcdef', 2, 3)", 'bcd'],
    ["DATEDIFF(month, '2022-01-31', '2022-02-01')", '1'],
    ["CONVERT(varchar(10), DATEADD(month, 1, CAST('2022-01-31' AS date)))", '2022-02-28'],
    ["CONVERT(varchar(64), HASHBYTES('MD5', 'a'), 2)", '0CC175B9C0F1B6A831C399E269772661'],
  ])('evaluates %s to %s', async (expression, expected) => {
    expect(await values(session, `SELECT CONVERT(varchar(100), ${expression})`)).toEqual([
      expected,
    ]);
  });

  it.each([
    ["CAST('abc' AS int)", 245],
    ["CAST('99999999999' AS int)", 248],
    ["CAST('2022-02-30' AS date)", 241],
    ["CAST('2022-02-30' AS datetime)", 242],
    ["CAST('x' AS decimal(5,2))", 8114],
    ['CAST(1000.00 AS decimal(5,2))', 8115],
    ['CAST(300 AS tinyint)', 220],
    ['CAST(3e9 AS int)', 232],
    ['2147483647 + 1', 8115],
    ['1/0', 8134],
    ['no_such_column', 207],
  ])('refuses %s with error %d', async (expression, number) => {
    expect(await errorOf(session, `SELECT ${expression}`)).toBe(number);
  });

  it('gives columns their types before rows', async () => {
    const { columns } = await collect(session, "SELECT 1.0/3 AS a, N'xy' + 'z' AS b WHERE 1 = 0");

    expect(columns[0]).toMatchObject([
      { name: 'a', type: { name: 'decimal', precision: 7, scale: 6 } },
      { name: 'b', type: { name: 'nvarchar', length: 3 } },
    ]);
  });

  it('types several rows of VALUES as UNION ALL does', async () => {
    const { session: own } = await billing();
    await collect(own, 'INSERT invoices (invoice_id, total_amount_due) VALUES (1, 28), (2, 20.5)');

    expect(await values(own, 'SELECT total_amount_due FROM invoices ORDER BY invoice_id')).toEqual([
      '28.0',
      '20.5',
    ]);
  });

  it('keeps the invoices of single statements as they were written', async () => {
    const { session: own } = await billing();
    await collect(
      own,
      "INSERT INTO dbo.invoices VALUES (1,1219578,'4/15/2022','4/30/2022',25,6,28)",
    );
    await collect(
      own,
      "INSERT INTO dbo.invoices VALUES (2,1365142,'4/15/2022','4/28/2022',null,41,20.5)",
    );

    const select =
      'SELECT invoice_id, CONVERT(varchar(10), due_date, 23), balance, total_amount_due FROM invoices';
    expect(await values(own, select)).toEqual([
      [1, '2022-04-30', 25, '28'],
      [2, '2022-04-28', null, '20.5'],
    ]);
  });

  it('groups, joins and orders', async () => {
    const { session: own } = await billing();
    await collect(
      own,
      'INSERT invoices (invoice_id, customer_id, balance) VALUES (1,7,10),(2,7,20),(3,8,5)',
    );

    const grouped =
      'SELECT customer_id, COUNT(*), SUM(balance) FROM invoices GROUP BY customer_id HAVING COUNT(*) > 0 ORDER BY 3 DESC';
    expect(await values(own, grouped)).toEqual([
      [7, 2, 30],
      [8, 1, 5],
    ]);
    const joined =
      'SELECT a.invoice_id, b.invoice_id FROM invoices a LEFT JOIN invoices b ON b.customer_id = a.customer_id AND b.invoice_id > a.invoice_id ORDER BY a.invoice_id';
    expect(await values(own, joined)).toEqual([
      [1, 2],
      [2, null],
      [3, null],
    ]);
    expect(
      await values(
        own,
        'SELECT invoice_id FROM invoices o WHERE EXISTS (SELECT 1 FROM invoices i WHERE i.customer_id = o.customer_id AND i.invoice_id < o.invoice_id)',
      ),
    ).toEqual([2]);
  });

  it('updates and deletes what WHERE finds', async () => {
    const { session: own } = await billing();
    await collect(own, 'INSERT invoices (invoice_id, balance) VALUES (1,10),(2,20),(3,5)');
    const { counts } = await collect(
      own,
      'UPDATE invoices SET balance += 1 WHERE invoice_id > 1; DELETE invoices WHERE invoice_id = 3',
    );

    expect(counts).toEqual([2, 1]);
    expect(await values(own, 'SELECT balance FROM invoices')).toEqual([10, 21]);
  });

  it('refuses a duplicate key, a NULL and a text that is too long', async () => {
    const { session: own } = await billing();
    await collect(own, 'CREATE TABLE k (id int PRIMARY KEY, t varchar(3))');
    await collect(own, "INSERT k VALUES (1, 'abc')");

    expect(await errorOf(own, "INSERT k VALUES (1, 'x')")).toBe(2627);
    expect(await errorOf(own, "INSERT k VALUES (NULL, 'x')")).toBe(515);
    expect(await errorOf(own, "INSERT k VALUES (2, 'abcd')")).toBe(2628);
  });

  it('rolls back to a savepoint and to the start', async () => {
    const { session: own } = await billing();
    await collect(
      own,
      'BEGIN TRAN; INSERT invoices (invoice_id) VALUES (1); SAVE TRAN s; INSERT invoices (invoice_id) VALUES (2); ROLLBACK TRAN s; COMMIT',
    );
    await collect(own, 'BEGIN TRAN; DELETE invoices; ROLLBACK');

    expect(await values(own, 'SELECT invoice_id FROM invoices')).toEqual([1]);
    expect(await values(own, 'SELECT @@TRANCOUNT')).toEqual([0]);
  });

  it('catches errors', async () => {
    const text =
      'BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), XACT_STATE() END CATCH';

    expect(await values(session, text)).toEqual([[8134, 0]]);
  });

  it('makes the second session wait for the first', async () => {
    const { engine, session: first } = await billing();
    const second = engine.login({ ...administrator, database: 'd' });
    await collect(first, 'BEGIN TRAN; INSERT invoices (invoice_id) VALUES (1)');
    const waiting = values(second, 'SELECT COUNT(*) FROM invoices');
    await collect(first, 'INSERT invoices (invoice_id) VALUES (2); COMMIT');

    expect(await waiting).toEqual([2]);
    await collect(first, 'BEGIN TRAN; DELETE invoices');
    expect(await errorOf(second, 'SET LOCK_TIMEOUT 0; SELECT * FROM invoices')).toBe(1222);
  });

  it('ends a deadlock with error 1205', async () => {
    const { engine, session: first } = await billing();
    const second = engine.login({ ...administrator, database: 'd' });
    await collect(first, 'CREATE TABLE o (id int)');
    await collect(first, 'BEGIN TRAN; INSERT invoices (invoice_id) VALUES (1)');
    await collect(second, 'BEGIN TRAN; INSERT o VALUES (1)');
    const waiting = collect(first, 'INSERT o VALUES (2); COMMIT');

    expect(await errorOf(second, 'INSERT invoices (invoice_id) VALUES (3)')).toBe(1205);
    expect((await waiting).errors).toEqual([]);
  });

  it('keeps databases, rows, identities, logins and the log over a restart', async () => {
    const storage = memoryStorage();
    const before = await open(storage);
    const first = before.login(administrator);
    await collect(first, 'CREATE DATABASE d');
    await collect(
      first,
      "USE d CREATE TABLE t (id int IDENTITY PRIMARY KEY, v decimal(38,10), b varbinary(4)) CREATE LOGIN dms WITH PASSWORD = 'S3cret!pass' CREATE USER dms FOR LOGIN dms",
    );
    await collect(first, 'INSERT t (v, b) VALUES (1.5, 0x01), (2.5, NULL); DELETE t WHERE id = 1');
    const lsn = before.core.store.database('d').log.lastLsn;

    const after = await open(storage);

    const again = after.login({ ...administrator, database: 'd' });
    await collect(again, 'INSERT t (v) VALUES (3)');
    expect(await values(again, 'SELECT id, CONVERT(varchar(50), v) FROM t')).toEqual([
      [2, '2.5000000000'],
      [3, '3.0000000000'],
    ]);
    const { log } = after.core.store.database('d');
    expect(log.entriesAfter().map(({ operation }) => operation)).toEqual([
      'insert',
      'insert',
      'delete',
      'insert',
    ]);
    expect(log.lastLsn! > lsn!).toBe(true);
    expect(() => after.login({ user: 'dms', password: 'wrong' })).toThrow(
      "Login failed for user 'dms'.",
    );
    expect(after.login({ user: 'dms', password: 'S3cret!pass', database: 'd' }).database).toBe('d');
  });

  it('runs sp_executesql with output parameters', async () => {
    const int = { name: 'int' } as const;
    const { sink } = collectingSink();

    const output = await session.executeSql(
      {
        text: 'SET @b = @a + 1',
        declarations: '@a int, @b int OUTPUT',
        parameters: [
          { name: '@a', type: int, value: 41 },
          { name: '@b', type: int, value: null, output: true },
        ],
      },
      sink,
      new AbortController().signal,
    );

    expect(output.map(({ value }) => value)).toEqual([42]);
  });

  it('refuses a parameter of sp_executesql that is passed twice', async () => {
    const parameter = { name: '@a', type: { name: 'int' } as const, value: 1 };
    const { sink, results } = collectingSink();

    await session.executeSql(
      { text: 'PRINT @a', declarations: '@a int', parameters: [parameter, parameter] },
      sink,
      new AbortController().signal,
    );

    expect(results.errors).toEqual([
      { number: 8143, message: "Parameter '@a' was supplied multiple times." },
    ]);
  });

  it('takes 20,000 bulk rows', async () => {
    const { session: own } = await billing();
    const int = { name: 'int' } as const;
    // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
    async function* rows() {
      for (let id = 0; id < 20_000; id += 2) {
        yield [
          [id, id % 7],
          [id + 1, (id + 1) % 7],
        ];
      }
    }
    const columns = ['invoice_id', 'balance'].map((name) => ({ name, type: int, nullable: true }));

    const statement = 'INSERT BULK invoices ([invoice_id] int, [balance] int)';
    const count = await own.bulkInsert(
      { statement, columns, rows: rows() },
      new AbortController().signal,
    );

    expect(count).toBe(20_000);
    expect(await values(own, 'SELECT COUNT(*) FROM invoices')).toEqual([20_000]);
  });

  it('keeps a stranger out of a table', async () => {
    const { engine, session: own } = await billing();
    await collect(own, "CREATE LOGIN u WITH PASSWORD = 'S3cret!pass'; CREATE USER u FOR LOGIN u");
    const stranger = engine.login({ user: 'u', password: 'S3cret!pass', database: 'd' });

    expect(await errorOf(stranger, 'SELECT * FROM invoices')).toBe(229);
    await collect(own, 'ALTER ROLE db_owner ADD MEMBER u');
    expect(await errorOf(stranger, 'SELECT * FROM invoices')).toBeUndefined();
  });
});
