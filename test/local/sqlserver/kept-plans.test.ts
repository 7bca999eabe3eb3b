import type { SqlSession } from '../../../local/sqlserver/session';
import type { SqlType, SqlValue } from '../../../local/sqlserver/types/sql-type';
import { collect, collectingSink } from '../../support/collect-results';
import { administrator, billing, errorOf, values } from './billing-engine';

const INT = { name: 'int' } as const;

async function execute(
  session: SqlSession,
  text: string,
  parameter: { declared: string; type: SqlType; value: SqlValue },
) {
  const { results, sink } = collectingSink();
  const { declared, type, value } = parameter;
  await session.executeSql(
    { text, declarations: `@a ${declared}`, parameters: [{ name: '@a', type, value }] },
    sink,
    new AbortController().signal,
  );
  return results;
}

describe('a statement that is sent again', () => {
  it('takes the values of its own parameters', async () => {
    const { session } = await billing();
    const insert = 'INSERT invoices (invoice_id) VALUES (@a)';
    for (const value of [1, 2, null]) {
      await execute(session, insert, { declared: 'int', type: INT, value });
    }

    expect(await values(session, 'SELECT invoice_id FROM invoices')).toEqual([1, 2, null]);
  });

  it('assigns the variables of its own run', async () => {
    const { session } = await billing();
    const count = 'DECLARE @n int = 1; SELECT @n = @n + 1; SELECT @n';

    expect(await values(session, count)).toEqual([2]);
    expect(await values(session, count)).toEqual([2]);
  });

  it('takes the type that its parameter is declared with', async () => {
    const { session } = await billing();
    const text = 'SELECT @a + @a AS twice';
    const number = await execute(session, text, { declared: 'int', type: INT, value: 4 });
    const type = { name: 'nvarchar', length: 2 } as const;
    const letters = await execute(session, text, { declared: 'nvarchar(2)', type, value: 'ab' });

    expect(number.columns[0]).toMatchObject([{ type: { name: 'int' } }]);
    expect(number.sets).toEqual([[[8]]]);
    expect(letters.columns[0]).toMatchObject([{ type: { name: 'nvarchar', length: 4 } }]);
    expect(letters.sets).toEqual([[['abab']]]);
  });

  it('sees the columns that the table has by then', async () => {
    const { session } = await billing();
    await collect(session, 'CREATE TABLE t (id int); INSERT t VALUES (1)');
    const all = 'SELECT * FROM t';
    expect(await values(session, all)).toEqual([1]);
    await collect(session, "ALTER TABLE t ADD note varchar(9) NOT NULL DEFAULT 'new'");
    expect(await values(session, all)).toEqual([[1, 'new']]);
    await collect(session, 'BEGIN TRAN; ALTER TABLE t ADD more int');
    expect(await values(session, all)).toEqual([[1, 'new', null]]);
    await collect(session, 'ROLLBACK');
    expect(await values(session, all)).toEqual([[1, 'new']]);
    await collect(session, 'DROP TABLE t; CREATE TABLE t (other int)');
    expect(await values(session, all)).toEqual([]);
    expect(await errorOf(session, 'SELECT id FROM t')).toBe(207);
  });

  it('sees what another session defines', async () => {
    const { engine, session } = await billing();
    const other = engine.login({ ...administrator, database: 'd' });
    await collect(other, 'CREATE TABLE t (id int)');
    expect(await errorOf(session, 'INSERT t VALUES (1)')).toBeUndefined();
    await collect(other, 'ALTER TABLE t ADD CONSTRAINT one UNIQUE (id)');
    expect(await errorOf(session, 'INSERT t VALUES (1)')).toBe(2627);
    await collect(other, 'DROP TABLE t');
    expect(await errorOf(session, 'INSERT t VALUES (1)')).toBe(208);
  });

  it('reads the table of the database that is current', async () => {
    const { session } = await billing();
    await collect(session, 'CREATE DATABASE e; CREATE TABLE t (v int); INSERT t VALUES (1)');
    await collect(session, 'USE e; CREATE TABLE t (v int); INSERT t VALUES (2)');
    const read = 'SELECT v FROM t';
    expect(await values(session, read)).toEqual([2]);
    await collect(session, 'USE d');
    expect(await values(session, read)).toEqual([1]);
  });

  it('is refused once its permission is revoked', async () => {
    const { engine, session } = await billing();
    await collect(session, "CREATE LOGIN u WITH PASSWORD = 'S3cret!pass'; CREATE USER u");
    await collect(session, 'GRANT SELECT ON dbo.invoices TO u');
    const reader = engine.login({ user: 'u', password: 'S3cret!pass', database: 'd' });
    const read = 'SELECT COUNT(*) FROM invoices';
    expect(await values(reader, read)).toEqual([0]);
    await collect(session, 'REVOKE SELECT ON dbo.invoices FROM u');
    expect(await errorOf(reader, read)).toBe(229);
  });

  it('heeds IDENTITY_INSERT as it stands by then', async () => {
    const { session } = await billing();
    await collect(session, 'CREATE TABLE t (id int IDENTITY, v int)');
    const insert = 'INSERT t (id, v) VALUES (7, 1)';
    expect(await errorOf(session, insert)).toBe(544);
    await collect(session, 'SET IDENTITY_INSERT t ON');
    expect(await errorOf(session, insert)).toBeUndefined();
    await collect(session, 'SET IDENTITY_INSERT t OFF');
    expect(await errorOf(session, insert)).toBe(544);
  });
});
