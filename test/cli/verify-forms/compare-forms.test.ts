import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ASSUMED_FORMS } from '../../../cli/verify-forms/assumed-forms.data';
import { compareForms, formRecord, type FormRecord } from '../../../cli/verify-forms/compare-forms';
import { formsText } from '../../../cli/verify-forms/forms-text';
import { FORMS_TABLE } from '../../../wire/forms-table';

const METADATA =
  '"metadata":{"timestamp":"2025-01-02T03:04:05.678901Z","record-type":"data","operation":"insert",' +
  '"partition-key-type":"schema-table","schema-name":"dbo","table-name":"tributary_forms",' +
  '"transaction-id":123,"transaction-record-id":1,"commit-timestamp":"2025-01-02T03:04:05.600000Z",' +
  '"stream-position":"0000002c:00000170:0003"}';

/** The first row's insert, as assumed but for the columns given. */
function insert(changes: Record<string, string> = {}): FormRecord {
  const members = ASSUMED_FORMS.map(
    ({ column, cases }) => `"${column}":${changes[column] ?? cases[0].json}`,
  );
  const record = formRecord(`{"data":{"form_id":1000,${members.join(',')}},${METADATA}}\n`);
  if (record === undefined) throw new Error('Expected a record of the forms table');
  return record;
}

const verdictOf = (column: string, seen: string) =>
  compareForms([insert({ [column]: seen })]).find(({ subject }) => subject === column);

describe('compareForms', () => {
  it('finds every column as assumed', () => {
    const findings = compareForms([insert()]);

    expect(findings.filter(({ verdict }) => verdict !== 'as-assumed')).toEqual([]);
  });

  it('tells a bigint whose digits are lost', () => {
    expect(verdictOf('c_bigint', '9.223372036854776E+18')).toMatchObject({
      verdict: 'wrong',
      differences: [
        { operation: 'insert', expected: '9223372036854775807', seen: '9.223372036854776E+18' },
      ],
    });
  });

  it.each([
    ['c_bit', '"t"'],
    ['c_datetime', '"2022-04-15T12:34:56.003000Z"'],
    ['c_money', '"922337203685477.5807"'],
    ['c_varbinary', '"00ff10"'],
  ])('tells another form of %s that is read right', (column, seen) => {
    expect(verdictOf(column, seen)?.verdict).toBe('read-right');
  });

  it('tells an offset that was turned into UTC', () => {
    expect(verdictOf('c_datetimeoffset', '"2022-04-15T07:04:56.1234567Z"')?.verdict).toBe('wrong');
  });

  it('names assumption, page, expected and seen', () => {
    const text = formsText(compareForms([insert({ c_bit: '1' })]));

    expect(text).toContain('c_bit               differs, read right\n');
    expect(text).toContain(
      '    assumed: bit is true or false (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html)\n' +
        '    insert: expected true, got 1\n',
    );
    expect(text).toContain('1 of 30 assumptions do not hold.');
  });

  it('covers every column of the table', () => {
    const columns = Object.keys(FORMS_TABLE.columns).filter((name) => name !== 'form_id');

    expect(ASSUMED_FORMS.map(({ column }) => column)).toEqual(columns);
  });
});

describe('FORMS_TABLE', () => {
  it('is the table that the script makes', () => {
    const path = resolve(__dirname, '../../../sql/0100-verify-forms.sql');
    const [, body = ''] = /CREATE TABLE dbo\.tributary_forms \(([\s\S]*?)\n {2}\);/.exec(
      readFileSync(path, 'utf8'),
    ) ?? [''];
    const columns = body
      .trim()
      .split(/,\n/)
      .map((line) => /^\s*(\w+) (\w+(?:\([^)]*\))?)/.exec(line)?.slice(1, 3) ?? []);

    expect(
      columns.map(([name = '', type = '']) => [name, type.toLowerCase().replace(', ', ',')]),
    ).toEqual(Object.entries(FORMS_TABLE.columns));
  });
});
