import { parseDeclarations } from '../../../../../local/sqlserver/tsql/parse/parse-declarations';

describe('parseDeclarations', () => {
  it('reads names, types and OUTPUT, also of a parameter called @out', () => {
    expect(parseDeclarations('@a int, @out varchar(10) OUTPUT,@b decimal(10, 2) out')).toEqual([
      { name: '@a', type: { name: 'int' }, output: false },
      { name: '@out', type: { name: 'varchar', length: 10 }, output: true },
      { name: '@b', type: { name: 'decimal', precision: 10, scale: 2 }, output: true },
    ]);
  });

  it('declares nothing by empty text', () => {
    expect(parseDeclarations('')).toEqual([]);
  });

  it('refuses what is no parameter', () => {
    expect(() => parseDeclarations('a int')).toThrow("Incorrect syntax near 'a'.");
  });
});
