import fc from 'fast-check';
import { canonicalValue } from '../../wire/canonical-value';
import { parseSqlServerType } from '../../wire/sql-server-type';

const canonical = (type: string, text: string | null) =>
  canonicalValue(parseSqlServerType(type), text);

describe('canonicalValue', () => {
  it.each([
    ['decimal(38,10)', '0012.3400000000', '12.34'],
    ['decimal(38,10)', '-0.0000000000', '0'],
    ['decimal(38,10)', '.5', '0.5'],
    [
      'decimal(38,10)',
      '9999999999999999999999999999.9999999999',
      '9999999999999999999999999999.9999999999',
    ],
    ['money', '922337203685477.5807', '922337203685477.5807'],
    ['bigint', '9.223372036854775807E+18', '9223372036854775807'],
    ['bit', 'true', '1'],
    ['bit', 'f', '0'],
    ['bit', '0', '0'],
    ['real', '2.20000005', '2.200000047683716'],
    ['real', '2.2', '2.200000047683716'],
    ['float', '1.7976931348623157E+308', '1.7976931348623157e+308'],
    ['float', '-0', '0'],
    ['date', '1932-10-26T00:00:00Z', '1932-10-26'],
    ['date', '0001-01-01', '0001-01-01'],
    ['time(7)', '23:59:59.9999999', '23:59:59.9999999'],
    ['time(7)', '01:30:00.0000000', '01:30:00'],
    ['datetime', '2022-04-15T12:34:56.003333Z', '2022-04-15 12:34:56.003'],
    ['datetime', '2022-04-15 12:34:56.997', '2022-04-15 12:34:56.997'],
    ['datetime', '2022-04-15 12:34:56.000', '2022-04-15 12:34:56'],
    ['datetime2(7)', '2022-04-15T12:34:56.120000000Z', '2022-04-15 12:34:56.12'],
    ['smalldatetime', '2022-04-15 12:34', '2022-04-15 12:34:00'],
    ['datetimeoffset', '2022-04-15 12:34:56.1230000 +05:30', '2022-04-15 12:34:56.123 +05:30'],
    ['datetimeoffset', '2022-04-15T12:34:56Z', '2022-04-15 12:34:56 +00:00'],
    ['char(10)', 'ab        ', 'ab'],
    ['varchar(10)', 'ab  ', 'ab  '],
    ['varbinary(5)', '80057d942e', '0x80057D942E'],
    ['varbinary(5)', '0x', '0x'],
    [
      'uniqueidentifier',
      '{6f9619ff-8b86-d011-b42d-00c04fc964ff}',
      '6F9619FF-8B86-D011-B42D-00C04FC964FF',
    ],
  ])('%s %s is %s', (type, text, expected) => {
    expect(canonical(type, text)).toBe(expected);
  });

  it.each([
    ['int', '1.5'],
    ['int', ''],
    ['date', '2022-02-29'],
    ['datetime2', '2022-04-15 25:00:00'],
    ['bit', 'yes'],
    ['varbinary(5)', '0xABC'],
    ['uniqueidentifier', '6f9619ff'],
  ])('marks text that is no %s: %j', (type, text) => {
    expect(canonical(type, text)).toBe(`?${text}`);
  });

  it('keeps null apart from empty text', () => {
    expect(canonical('varchar(10)', null)).toBeNull();
    expect(canonical('varchar(10)', '')).toBe('');
  });

  it('gives two decimals one text exactly when they are equal', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.nat(10));
    const written = ([unscaled, scale]: [bigint, number]) => `${unscaled}E-${scale}`;

    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const equal = a[0] * 10n ** BigInt(b[1]) === b[0] * 10n ** BigInt(a[1]);
        const same =
          canonical('decimal(38,10)', written(a)) === canonical('decimal(38,10)', written(b));
        expect(same).toBe(equal);
      }),
    );
  });

  it('is its own canonical text', () => {
    const cases = fc.oneof(
      fc.tuple(
        fc.constant('float'),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      ),
      fc.tuple(fc.constant('real'), fc.float({ noNaN: true, noDefaultInfinity: true }).map(String)),
      fc.tuple(fc.constant('nchar(20)'), fc.string()),
      fc.tuple(
        fc.constant('datetime'),
        fc
          .date({ min: new Date('1753-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((d) => d.toISOString()),
      ),
    );

    fc.assert(
      fc.property(cases, ([type, text]) => {
        const once = canonical(type, text);
        if (once?.startsWith('?') === true) return;
        expect(canonical(type, once)).toBe(once);
      }),
    );
  });
});
