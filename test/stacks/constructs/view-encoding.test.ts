import { encodeView } from '../../../stacks/constructs/view-encoding';

describe('encodeView', () => {
  it("writes Presto's JSON in base64", () => {
    const text = encodeView({
      sql: 'SELECT 1 AS "ä"',
      database: 'lake',
      columns: [{ name: 'ä', cast: 'integer', hive: 'int' }],
    });

    const base64 = /^\/\* Presto View: (\S+) \*\/$/.exec(text)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))).toEqual({
      originalSql: 'SELECT 1 AS "ä"',
      catalog: 'awsdatacatalog',
      schema: 'lake',
      columns: [{ name: 'ä', type: 'integer' }],
    });
  });
});
