import { athenaType } from '../../../stacks/constructs/athena-type';

describe('athenaType', () => {
  it.each([
    ['bit', 'boolean', 'boolean'],
    ['tinyint', 'smallint', 'smallint'],
    ['int', 'integer', 'int'],
    ['bigint', 'bigint', 'bigint'],
    ['decimal(38,10)', 'decimal(38,10)', 'decimal(38,10)'],
    ['numeric', 'decimal(18,0)', 'decimal(18,0)'],
    ['money', 'decimal(19,4)', 'decimal(19,4)'],
    ['real', 'real', 'float'],
    ['float', 'double', 'double'],
    ['date', 'date', 'date'],
    ['datetime', 'timestamp', 'timestamp'],
    ['datetime2(3)', 'timestamp', 'timestamp'],
    ['datetime2', 'varchar', 'string'],
    ['datetimeoffset(3)', 'varchar', 'string'],
    ['time', 'varchar', 'string'],
    ['nvarchar(max)', 'varchar', 'string'],
    ['varbinary(8)', 'varchar', 'string'],
    ['uniqueidentifier', 'varchar', 'string'],
  ])('reads %s as %s, %s in the catalogue', (type, cast, hive) => {
    expect(athenaType(type)).toEqual({ cast, hive });
  });
});
