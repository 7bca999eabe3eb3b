import { isLargeObject, parseSqlServerType } from '../../wire/sql-server-type';

describe('parseSqlServerType', () => {
  it.each([
    ['INT', { name: 'int' }],
    ['numeric', { name: 'decimal', precision: 18, scale: 0 }],
    ['decimal( 38 , 10 )', { name: 'decimal', precision: 38, scale: 10 }],
    ['nvarchar(MAX)', { name: 'nvarchar', length: 'max' }],
    ['varchar', { name: 'varchar', length: 1 }],
    ['float(24)', { name: 'real' }],
    ['double precision', { name: 'float' }],
    ['datetime2', { name: 'datetime2', scale: 7 }],
    ['time(0)', { name: 'time', scale: 0 }],
    ['text', { name: 'varchar', length: 'max' }],
  ])('reads %s', (text, type) => {
    expect(parseSqlServerType(text)).toEqual(type);
  });

  it.each(['geography', 'decimal(39,0)', 'int(4)', 'char(max)', 'time(8)', 'nvarchar(4001)', ''])(
    'refuses %j by name',
    (text) => {
      expect(() => parseSqlServerType(text)).toThrow(
        `Expected a supported SQL Server type, got ${JSON.stringify(text)}`,
      );
    },
  );

  it('knows what DMS treats as a LOB', () => {
    expect(isLargeObject(parseSqlServerType('varbinary(max)'))).toBe(true);
    expect(isLargeObject(parseSqlServerType('varchar(8000)'))).toBe(false);
  });
});
