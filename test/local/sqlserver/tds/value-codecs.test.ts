import fc from 'fast-check';
import { ByteReader } from '../../../../local/sqlserver/tds/byte-reader';
import { ByteWriter } from '../../../../local/sqlserver/tds/byte-writer';
import { writeTypeInfo } from '../../../../local/sqlserver/tds/type-info-writer';
import { valueWriter } from '../../../../local/sqlserver/tds/value-writer';
import { readWireType } from '../../../../local/sqlserver/tds/wire-type';
import type { SqlType, SqlValue } from '../../../../local/sqlserver/types/sql-type';
import { bytes } from './hex';

function encode(type: SqlType, value: SqlValue): Buffer {
  const writer = new ByteWriter(4);
  writeTypeInfo(writer, type);
  valueWriter(type)(writer, value);
  return Buffer.from(writer.view());
}

function decode(encoded: Buffer): { type: SqlType; value: SqlValue; left: number } {
  const reader = new ByteReader(encoded);
  const wire = readWireType(reader, 'parameter');
  const value = wire.read(reader);
  return { type: wire.type, value, left: reader.remaining };
}

const DAY_TICKS = 864_000_000_000;
const LAST_DAY = 3_652_058;

/** TYPE_INFO and value as MS-TDS 2.2.5.4 to 2.2.5.6 lay them out; written by hand. */
const EXAMPLES: [string, SqlType, SqlValue, string][] = [
  ['bit', { name: 'bit' }, 1, '68 01 01 01'],
  ['tinyint', { name: 'tinyint' }, 255, '26 01 01 FF'],
  ['smallint', { name: 'smallint' }, -32768, '26 02 02 00 80'],
  ['int', { name: 'int' }, -2147483648, '26 04 04 00 00 00 80'],
  ['bigint', { name: 'bigint' }, -(2n ** 63n), '26 08 08 00 00 00 00 00 00 00 80'],
  ['int NULL', { name: 'int' }, null, '26 04 00'],
  [
    'decimal(5,2) -1.5',
    { name: 'decimal', precision: 5, scale: 2 },
    { unscaled: -150n, scale: 2 },
    '6A 05 05 02 05 00 96 00 00 00',
  ],
  [
    'decimal(38,0) of 38 nines',
    { name: 'decimal', precision: 38, scale: 0 },
    { unscaled: 10n ** 38n - 1n, scale: 0 },
    '6A 11 26 00 11 01 FF FF FF FF 3F 22 8A 09 7A C4 86 5A A8 4C 3B 4B',
  ],
  [
    'money, higher half first',
    { name: 'money' },
    { unscaled: -1n, scale: 4 },
    '6E 08 08 FF FF FF FF FF FF FF FF',
  ],
  [
    'money 922337203685477.5807',
    { name: 'money' },
    { unscaled: 2n ** 63n - 1n, scale: 4 },
    '6E 08 08 FF FF FF 7F FF FF FF FF',
  ],
  ['smallmoney 1', { name: 'smallmoney' }, { unscaled: 10000n, scale: 4 }, '6E 04 04 10 27 00 00'],
  ['real 1.5', { name: 'real' }, 1.5, '6D 04 04 00 00 C0 3F'],
  ['float -2', { name: 'float' }, -2, '6D 08 08 00 00 00 00 00 00 00 C0'],
  ['varchar', { name: 'varchar', length: 10 }, 'a€é', 'A7 0A 00 09 04 D0 00 34 03 00 61 80 E9'],
  ['varchar NULL', { name: 'varchar', length: 10 }, null, 'A7 0A 00 09 04 D0 00 34 FF FF'],
  [
    'nvarchar counts bytes',
    { name: 'nvarchar', length: 10 },
    'é',
    'E7 14 00 09 04 D0 00 34 02 00 E9 00',
  ],
  [
    'nvarchar(max)',
    { name: 'nvarchar', length: 'max' },
    'x',
    'E7 FF FF 09 04 D0 00 34 02 00 00 00 00 00 00 00 02 00 00 00 78 00 00 00 00 00',
  ],
  [
    'varbinary(max) NULL',
    { name: 'varbinary', length: 'max' },
    null,
    'A5 FF FF FF FF FF FF FF FF FF FF',
  ],
  [
    'varchar(max), empty',
    { name: 'varchar', length: 'max' },
    '',
    'A7 FF FF 09 04 D0 00 34 00 00 00 00 00 00 00 00 00 00 00 00',
  ],
  ['binary', { name: 'binary', length: 2 }, Uint8Array.of(0, 255), 'AD 02 00 02 00 00 FF'],
  ['date 0001-01-01', { name: 'date' }, { days: 0 }, '28 03 00 00 00'],
  ['date 9999-12-31', { name: 'date' }, { days: LAST_DAY }, '28 03 DA B9 37'],
  ['time(7)', { name: 'time', scale: 7 }, { ticks: DAY_TICKS - 1 }, '29 07 05 FF BF 69 2A C9'],
  [
    'time(0) does not wrap',
    { name: 'time', scale: 0 },
    { ticks: DAY_TICKS - 1 },
    '29 00 03 7F 51 01',
  ],
  [
    'datetime 1900-01-01 00:00:00.003',
    { name: 'datetime' },
    { days: 693_595, ticks: 33_333 },
    '6F 08 08 00 00 00 00 01 00 00 00',
  ],
  [
    'datetime 1753-01-01',
    { name: 'datetime' },
    { days: 639_905, ticks: 0 },
    '6F 08 08 46 2E FF FF 00 00 00 00',
  ],
  [
    'smalldatetime 1900-01-02 00:01',
    { name: 'smalldatetime' },
    { days: 693_596, ticks: 600_000_000 },
    '6F 04 04 01 00 01 00',
  ],
  [
    'datetime2(3)',
    { name: 'datetime2', scale: 3 },
    { days: 1, ticks: 10_000 },
    '2A 03 07 01 00 00 00 01 00 00',
  ],
  [
    'datetimeoffset(0) -01:00',
    { name: 'datetimeoffset', scale: 0 },
    { days: 1, ticks: 0, offsetMinutes: -60 },
    '2B 00 08 00 00 00 01 00 00 C4 FF',
  ],
  [
    'uniqueidentifier',
    { name: 'uniqueidentifier' },
    '00112233-4455-6677-8899-AABBCCDDEEFF',
    '24 10 10 33 22 11 00 55 44 77 66 88 99 AA BB CC DD EE FF',
  ],
];

describe('value codecs', () => {
  it.each(EXAMPLES)('writes %s', (_name, type, ...[value, expected]) => {
    expect(encode(type, value).toString('hex')).toBe(bytes(expected).toString('hex'));
  });

  it.each(EXAMPLES.filter(([name]) => !name.startsWith('time(0)')))(
    'reads %s',
    (_name, type, ...[value, encoded]) => {
      expect(decode(bytes(encoded))).toEqual({ type, value, left: 0 });
    },
  );

  it('writes a question mark for what the code page lacks', () => {
    expect(decode(encode({ name: 'varchar', length: 9 }, 'a漢b')).value).toBe('a?b');
  });

  it('reads a NOT NULL int, which has no length', () => {
    expect(decode(bytes('38 05 00 00 00'))).toEqual({ type: { name: 'int' }, value: 5, left: 0 });
  });

  it('reads ntext as nvarchar(max)', () => {
    const encoded = bytes('63 FF FF FF 7F 09 04 D0 00 34 04 00 00 00 61 00 62 00');

    expect(decode(encoded)).toEqual({
      type: { name: 'nvarchar', length: 'max' },
      value: 'ab',
      left: 0,
    });
  });

  it('reads max values of unknown length in several chunks', () => {
    const encoded = bytes(
      'A5 FF FF FE FF FF FF FF FF FF FF 01 00 00 00 AA 02 00 00 00 BB CC 00 00 00 00',
    );

    expect(decode(encoded).value).toEqual(Uint8Array.of(0xaa, 0xbb, 0xcc));
  });

  it.each([
    ['an XML parameter', 'F1 00', 'An XML parameter is outside the subset'],
    ['a table-valued parameter', 'F3', 'A table-valued parameter is outside the subset'],
    ['sql_variant', '62', 'A SQL_VARIANT parameter is outside the subset'],
    ['an unknown type', '99', 'Data type 0x99 is unknown.'],
  ])('refuses %s', (_name, encoded, message) => {
    expect(() => decode(bytes(encoded))).toThrow(message);
  });

  it('refuses a decimal with more digits than its type, which would be a lie', () => {
    const type: SqlType = { name: 'decimal', precision: 4, scale: 0 };

    expect(() => encode(type, { unscaled: 2n ** 32n, scale: 0 })).toThrow('exceeds 4 digits');
  });
});

const scaled = (name: 'time' | 'datetime2' | 'datetimeoffset') =>
  fc
    .record({
      scale: fc.integer({ min: 0, max: 7 }),
      units: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      days: fc.nat(LAST_DAY),
      offsetMinutes: fc.integer({ min: -840, max: 840 }),
    })
    .map(({ scale, units, days, offsetMinutes }): [SqlType, SqlValue] => {
      const unit = 10 ** (7 - scale);
      const ticks = Math.floor((units * DAY_TICKS) / unit) * unit;
      if (name === 'time') return [{ name, scale }, { ticks }];
      return [
        { name, scale },
        name === 'datetime2' ? { days, ticks } : { days, ticks, offsetMinutes },
      ];
    });

const decimals = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) =>
    fc.record({
      precision: fc.constant(precision),
      scale: fc.integer({ min: 0, max: precision }),
      unscaled: fc.bigInt({
        min: -(10n ** BigInt(precision)) + 1n,
        max: 10n ** BigInt(precision) - 1n,
      }),
    }),
  )
  .map(({ precision, scale, unscaled }): [SqlType, SqlValue] => [
    { name: 'decimal', precision, scale },
    { unscaled, scale },
  ]);

const of = (type: SqlType, values: fc.Arbitrary<SqlValue>): fc.Arbitrary<[SqlType, SqlValue]> =>
  values.map((value) => [type, value]);

const anyValue: fc.Arbitrary<[SqlType, SqlValue]> = fc.oneof(
  decimals,
  scaled('time'),
  scaled('datetime2'),
  scaled('datetimeoffset'),
  of({ name: 'bigint' }, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  of({ name: 'int' }, fc.integer()),
  of({ name: 'smallint' }, fc.integer({ min: -32768, max: 32767 })),
  of({ name: 'float' }, fc.double({ noNaN: true, noDefaultInfinity: true })),
  of({ name: 'real' }, fc.float({ noNaN: true, noDefaultInfinity: true })),
  of(
    { name: 'money' },
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((unscaled) => ({ unscaled, scale: 4 })),
  ),
  of(
    { name: 'smallmoney' },
    fc.integer().map((unscaled) => ({ unscaled: BigInt(unscaled), scale: 4 })),
  ),
  of({ name: 'nvarchar', length: 4000 }, fc.string({ unit: 'binary', maxLength: 2000 })),
  of({ name: 'nvarchar', length: 'max' }, fc.string({ unit: 'binary', maxLength: 40_000 })),
  of({ name: 'varchar', length: 'max' }, fc.string({ maxLength: 40_000 })),
  of({ name: 'varbinary', length: 'max' }, fc.uint8Array({ maxLength: 80_000 })),
  of({ name: 'varbinary', length: 8000 }, fc.uint8Array({ maxLength: 8000 })),
  of(
    { name: 'uniqueidentifier' },
    fc.uuid().map((text) => text.toUpperCase()),
  ),
  of(
    { name: 'smalldatetime' },
    fc.record({
      days: fc.integer({ min: 693_595, max: 693_595 + 65_535 }),
      ticks: fc.nat(1439).map((minutes) => minutes * 600_000_000),
    }),
  ),
);

describe('value codecs, any value', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(anyValue, ([type, value]) => {
        expect(decode(encode(type, value))).toEqual({ type, value, left: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it('reads back NULL of any type', () => {
    fc.assert(
      fc.property(anyValue, ([type]) => {
        expect(decode(encode(type, null))).toEqual({ type, value: null, left: 0 });
      }),
    );
  });
});
