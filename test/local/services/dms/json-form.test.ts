import { jsonForm } from '../../../../local/services/dms/json-form';

const exact = { useLargeIntegerValue: true, trimSpaceInChar: true };

function form(type: string, text: string, settings = exact): string {
  const column = { name: 'c', type, length: 0, precision: 0, scale: 0, nullable: true };
  return jsonForm(text, column, settings);
}

// Forms as https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html documents them and
// as published captures of other sources show them.
describe('jsonForm', () => {
  it.each([
    ['int', '-2147483648', '-2147483648'],
    ['bigint', '9223372036854775807', '9223372036854775807'],
    ['decimal', '12345678901234567890123456.1234567890', '12345678901234567890123456.123456789'],
    ['decimal', '25.00', '25'],
    ['decimal', '.50', '0.5'],
    ['decimal', '-.50', '-0.5'],
    ['money', '922337203685477.5807', '922337203685477.5807'],
    ['bit', '1', 'true'],
    ['bit', '0', 'false'],
    ['real', '2.2000000476837158e+000', '2.20000005'],
    ['float', '5.0000000000000000e+000', '5'],
    ['float', '1.7976931348623157e+308', '1.7976931348623157e+308'],
    ['date', '2022-04-15', '"2022-04-15"'],
    ['datetime', '2020-01-09 04:13:38.000', '"2020-01-09T04:13:38Z"'],
    ['datetime2', '2020-01-09 04:13:38.1234567', '"2020-01-09T04:13:38.1234567Z"'],
    ['time', '01:30:00.0000000', '"01:30:00"'],
    ['datetimeoffset', '2020-01-09 04:13:38.5 +02:00', '"2020-01-09 04:13:38.5 +02:00"'],
    ['varbinary', '0x80057D942E', '"0x80057D942E"'],
    ['varchar', 'a"b\\ü', '"a\\"b\\\\ü"'],
    ['nchar', 'ab  ', '"ab"'],
  ])('writes %s %s as %s', (type, text, expected) => {
    expect(form(type, text)).toBe(expected);
  });

  it('writes large integers in scientific notation unless told to keep them', () => {
    const settings = { useLargeIntegerValue: false, trimSpaceInChar: true };

    expect(form('bigint', '9223372036854775807', settings)).toBe('9.223372036854776e+18');
  });

  it('keeps trailing blanks of char where the source endpoint says so', () => {
    const settings = { useLargeIntegerValue: true, trimSpaceInChar: false };

    expect(form('char', 'ab  ', settings)).toBe('"ab  "');
  });
});
