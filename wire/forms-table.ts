import { tableName, type FeedTable } from './feed-table';

/**
 * The table with a column of every supported type, made by sql/0100-verify-forms.sql. A feed with
 * `verifyForms` carries it, so that the forms in which DMS writes each type can be looked at.
 */
export const FORMS_TABLE: FeedTable = {
  schema: 'dbo',
  name: 'tributary_forms',
  key: ['form_id'],
  columns: {
    form_id: 'int',
    c_bit: 'bit',
    c_tinyint: 'tinyint',
    c_smallint: 'smallint',
    c_int: 'int',
    c_bigint: 'bigint',
    c_decimal: 'decimal(38,10)',
    c_numeric: 'numeric(18,0)',
    c_money: 'money',
    c_smallmoney: 'smallmoney',
    c_real: 'real',
    c_float: 'float',
    c_char: 'char(10)',
    c_varchar: 'varchar(50)',
    c_nchar: 'nchar(10)',
    c_nvarchar: 'nvarchar(50)',
    c_varchar_max: 'varchar(max)',
    c_nvarchar_max: 'nvarchar(max)',
    c_date: 'date',
    c_time: 'time(7)',
    c_datetime: 'datetime',
    c_smalldatetime: 'smalldatetime',
    c_datetime2: 'datetime2(7)',
    c_datetimeoffset: 'datetimeoffset(7)',
    c_uniqueidentifier: 'uniqueidentifier',
    c_binary: 'binary(5)',
    c_varbinary: 'varbinary(50)',
  },
};

/** The script that makes it. */
export const FORMS_SCRIPT = '0100-verify-forms.sql';

export function hasFormsTable(tables: readonly FeedTable[]): boolean {
  return tables.some((table) => tableName(table) === tableName(FORMS_TABLE));
}
