const SOURCE = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html';
const TARGET = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html';
const KINESIS_SETTINGS =
  'https://docs.aws.amazon.com/dms/latest/APIReference/API_KinesisSettings.html';
const SQL_SERVER_SETTINGS =
  'https://docs.aws.amazon.com/dms/latest/APIReference/API_MicrosoftSQLServerSettings.html';

/** A value that is written, and the JSON text that is assumed to arrive for it. */
export interface FormCase {
  value: string | null;
  json: string;
}

/** What is assumed of one column's type. Each case is a row of its own. */
export interface AssumedForm {
  column: string;
  assumption: string;
  /** Where the vendor says so, or says the little that there is. */
  page: string;
  cases: readonly [FormCase, FormCase, FormCase];
}

const NULL: FormCase = { value: null, json: 'null' };

/** The same text in and out, as a JSON number. */
const number = (value: string): FormCase => ({ value, json: value });
/** The same text in and out, as a JSON string. */
const text = (value: string): FormCase => ({ value, json: JSON.stringify(value) });

/**
 * Every form that the readers of DMS records and the laptop's DMS assume. No record of a SQL Server source
 * was ever published: most of these are documented type mappings and what other sources show.
 */
export const ASSUMED_FORMS: readonly AssumedForm[] = [
  {
    column: 'c_bit',
    assumption: 'bit is true or false',
    page: SOURCE,
    cases: [{ value: '1', json: 'true' }, { value: '0', json: 'false' }, NULL],
  },
  {
    column: 'c_tinyint',
    assumption: 'tinyint is an unsigned number',
    page: SOURCE,
    cases: [number('255'), number('0'), NULL],
  },
  {
    column: 'c_smallint',
    assumption: 'smallint is a number',
    page: SOURCE,
    cases: [number('-32768'), number('32767'), NULL],
  },
  {
    column: 'c_int',
    assumption: 'int is a number',
    page: SOURCE,
    cases: [number('2147483647'), number('-2147483648'), NULL],
  },
  {
    column: 'c_bigint',
    assumption: 'bigint is a number with every digit (UseLargeIntegerValue), not 9.2E+18',
    page: KINESIS_SETTINGS,
    cases: [number('9223372036854775807'), number('-9007199254740993'), NULL],
  },
  {
    column: 'c_decimal',
    assumption: 'decimal is a number with every digit',
    page: SOURCE,
    cases: [number('9999999999999999999999999999.9999999999'), number('0.0000000001'), NULL],
  },
  {
    column: 'c_numeric',
    assumption: 'numeric is a number with every digit',
    page: SOURCE,
    cases: [number('999999999999999999'), number('-1'), NULL],
  },
  {
    column: 'c_money',
    assumption: 'money is a number, exact, without trailing zeros',
    page: SOURCE,
    cases: [number('922337203685477.5807'), number('1.5'), NULL],
  },
  {
    column: 'c_smallmoney',
    assumption: 'smallmoney is a number, exact, without trailing zeros',
    page: SOURCE,
    cases: [number('-214748.3648'), number('0.0001'), NULL],
  },
  {
    column: 'c_real',
    assumption: 'real is a number of nine significant digits, noise included',
    page: SOURCE,
    cases: [{ value: '2.2', json: '2.20000005' }, number('0.5'), NULL],
  },
  {
    column: 'c_float',
    assumption: 'float is a number; a whole one prints no point',
    page: SOURCE,
    cases: [number('0.1'), number('5'), NULL],
  },
  {
    column: 'c_char',
    assumption: 'char loses its trailing blanks (TrimSpaceInChar)',
    page: SQL_SERVER_SETTINGS,
    cases: [text('abc'), { value: '', json: '""' }, NULL],
  },
  {
    column: 'c_varchar',
    assumption: 'varchar keeps its blanks; empty text is "", not null',
    page: KINESIS_SETTINGS,
    cases: [text('abc  '), { value: '', json: '""' }, NULL],
  },
  {
    column: 'c_nchar',
    assumption: 'nchar loses its trailing blanks (TrimSpaceInChar)',
    page: SQL_SERVER_SETTINGS,
    cases: [text('Größe'), { value: '', json: '""' }, NULL],
  },
  {
    column: 'c_nvarchar',
    assumption: 'nvarchar is UTF-8 text; JSON in it stays text',
    page: SOURCE,
    cases: [text('日本語 😀'), text('{"a":1}'), NULL],
  },
  {
    column: 'c_varchar_max',
    assumption: 'varchar(max) comes whole in limited LOB mode, also on a change',
    page: SOURCE,
    cases: [text('long text'), text('null'), NULL],
  },
  {
    column: 'c_nvarchar_max',
    assumption: 'nvarchar(max) comes whole in limited LOB mode, also on a change',
    page: SOURCE,
    cases: [text('long text 日本語'), text('two\nlines'), NULL],
  },
  {
    column: 'c_date',
    assumption: 'date is yyyy-mm-dd',
    page: TARGET,
    cases: [text('2022-04-15'), text('0001-01-01'), NULL],
  },
  {
    column: 'c_time',
    assumption: 'time is hh:mm:ss, with a fraction only where it is not zero',
    page: TARGET,
    cases: [text('23:59:59.9999999'), text('01:30:00'), NULL],
  },
  {
    column: 'c_datetime',
    assumption: 'datetime is ISO 8601 with Z, with a fraction only where it is not zero',
    page: TARGET,
    cases: [
      { value: '2022-04-15 12:34:56.003', json: '"2022-04-15T12:34:56.003Z"' },
      { value: '2022-04-15 12:34:56', json: '"2022-04-15T12:34:56Z"' },
      NULL,
    ],
  },
  {
    column: 'c_smalldatetime',
    assumption: 'smalldatetime is ISO 8601 with Z',
    page: TARGET,
    cases: [
      { value: '2022-04-15 12:34:00', json: '"2022-04-15T12:34:00Z"' },
      { value: '2079-06-06 23:59:00', json: '"2079-06-06T23:59:00Z"' },
      NULL,
    ],
  },
  {
    column: 'c_datetime2',
    assumption: 'datetime2 is ISO 8601 with Z and all seven digits of its fraction',
    page: TARGET,
    cases: [
      { value: '2022-04-15 12:34:56.1234567', json: '"2022-04-15T12:34:56.1234567Z"' },
      { value: '0001-01-01 00:00:00', json: '"0001-01-01T00:00:00Z"' },
      NULL,
    ],
  },
  {
    column: 'c_datetimeoffset',
    assumption: 'datetimeoffset is its own text with its own offset, not turned into UTC',
    page: SOURCE,
    cases: [
      text('2022-04-15 12:34:56.1234567 +05:30'),
      text('2022-04-15 12:34:56.0000000 -08:00'),
      NULL,
    ],
  },
  {
    column: 'c_uniqueidentifier',
    assumption: 'uniqueidentifier is text in upper case, without braces',
    page: SOURCE,
    cases: [
      text('6F9619FF-8B86-D011-B42D-00C04FC964FF'),
      text('00000000-0000-0000-0000-000000000000'),
      NULL,
    ],
  },
  {
    column: 'c_binary',
    assumption: 'binary is hex behind 0x, with all its bytes',
    page: KINESIS_SETTINGS,
    cases: [text('0x80057D942E'), text('0x0000000000'), NULL],
  },
  {
    column: 'c_varbinary',
    assumption: 'varbinary is hex behind 0x',
    page: KINESIS_SETTINGS,
    cases: [text('0x00FF10'), text('0xFF'), NULL],
  },
];

/** What is assumed of the envelope around the row. */
export const ASSUMED_RECORDS = {
  position: {
    assumption:
      'stream-position is an LSN (IncludeTransactionDetails), so that changes have an order',
    page: TARGET,
  },
  before: {
    assumption: 'an update carries the whole row before it under the name that the task gives it',
    page: TARGET,
  },
  update: { assumption: 'an update carries the whole new row', page: TARGET },
  delete: { assumption: 'a delete carries the whole old row', page: TARGET },
} as const;
