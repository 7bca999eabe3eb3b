import { changeStatement } from '../../../consumers/database-runner/change-rows';
import { feedTableNamed } from '../../../consumers/database-runner/feed-tables';
import { bulkForm } from '../../../consumers/database-runner/ports/bulk-value';
import { isLoopback } from '../../../consumers/database-runner/ports/database';
import { lastKeyQuery, pageQuery } from '../../../consumers/database-runner/read-pages';
import { parseSqlServerType } from '../../../wire/sql-server-type';

const TABLE = {
  schema: 'dbo',
  name: 'pay]ments',
  key: ['payment_id'],
  columns: {
    payment_id: 'int',
    paid_at: 'datetime2(3)',
    amount: 'decimal(38,10)',
    data: 'varbinary(9)',
  },
};

const PLACES = {
  schema: 'dbo',
  name: 'places',
  key: ['street', 'number'],
  columns: { street: 'varchar(40)', number: 'int' },
};

describe('statements of the database runner', () => {
  it('reads a page as exact text, names quoted', () => {
    expect(pageQuery(TABLE, { after: ['10'], last: ['20'] })).toEqual({
      text:
        'SELECT [payment_id] AS [payment_id], CONVERT(varchar(34), [paid_at], 121) AS [paid_at], ' +
        'CONVERT(varchar(41), [amount]) AS [amount], [data] AS [data] FROM [dbo].[pay]]ments] ' +
        'WHERE (([payment_id] > CONVERT(int, @after_0))) AND ' +
        '((([payment_id] <= CONVERT(int, @last_0) OR [payment_id] IS NULL)))',
      parameters: { after_0: '10', last_0: '20' },
    });
  });

  it('goes on behind a key of several columns, text as the type of its column', () => {
    expect(pageQuery(PLACES, { after: ['Zoo', '7'], last: null })).toMatchObject({
      text: expect.stringContaining(
        'WHERE (([street] > CONVERT(varchar(40), @after_0)) OR ' +
          '([street] = CONVERT(varchar(40), @after_0) AND [number] > CONVERT(int, @after_1)))',
      ) as string,
      parameters: { after_0: 'Zoo', after_1: '7' },
    });
  });

  it('goes on behind a null, which is the least of all', () => {
    expect(pageQuery(PLACES, { after: ['Zoo', null], last: null })).toMatchObject({
      text: expect.stringContaining(
        'OR ([street] = CONVERT(varchar(40), @after_0) AND [number] IS NOT NULL)',
      ) as string,
      parameters: { after_0: 'Zoo' },
    });
  });

  it('orders by the columns, not by their text', () => {
    expect(lastKeyQuery({ ...TABLE, key: ['amount'] }, { after: null, rowsPerPage: 4 }).text).toBe(
      'SELECT CONVERT(varchar(41), [amount]) AS tributary_key_0 FROM [dbo].[pay]]ments] ' +
        'ORDER BY [amount] OFFSET 3 ROWS FETCH NEXT 1 ROWS ONLY',
    );
  });

  it('passes a decimal as text and never as a number', () => {
    const statement = changeStatement(TABLE, {
      operation: 'update',
      key: { payment_id: '1' },
      values: { amount: '12345678901234567890.0123456789', data: '0xFF' },
    });

    expect(statement).toEqual({
      text:
        'UPDATE [dbo].[pay]]ments] SET [amount] = CONVERT(decimal(38, 10), @v0), ' +
        '[data] = CONVERT(varbinary(max), @v1) WHERE [payment_id] = CONVERT(int, @k0)',
      parameters: { v0: '12345678901234567890.0123456789', v1: Buffer.from([255]), k0: '1' },
    });
  });

  it.each([
    [{ operation: 'delete' as const, key: {}, values: {} }, 'names no key'],
    [{ operation: 'delete' as const, key: { 'a] OR 1=1': '1' }, values: {} }, 'has no column'],
    [{ operation: 'update' as const, key: { payment_id: '1' }, values: {} }, 'sets no column'],
  ])('refuses %j', (change, message) => {
    expect(() => changeStatement(TABLE, change)).toThrow(message);
  });

  it('touches no table but those of the feed', () => {
    expect(() => feedTableNamed([TABLE], 'sys.objects')).toThrow(
      'Expected a table of the feed (dbo.pay]ments), got "sys.objects"',
    );
  });

  it('takes the exact way round a bulk insert where the client would round', () => {
    const form = bulkForm(parseSqlServerType('decimal(38,10)'));

    expect(form?.value('12.34')).toBe(12.34);
    expect(form?.value('12345678901234567890.0123456789')).toBeUndefined();
    expect(
      bulkForm(parseSqlServerType('datetime2(7)'))?.value('2022-01-01 00:00:00.1234567'),
    ).toBeUndefined();
    expect(bulkForm(parseSqlServerType('datetimeoffset'))).toBeUndefined();
  });

  it('checks certificates everywhere but on loopback', () => {
    expect(['127.0.0.1', '127.0.0.9', '::1', 'localhost'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['128.0.0.1', '127.example.com', '10.0.0.1'].map(isLoopback)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
