import { canonicalValue } from '../../wire/canonical-value';
import { decodeDmsRecord, type DmsChange } from '../../wire/dms-record';
import { formatExactJson, parseExactJson } from '../../wire/exact-json';
import { FORMS_TABLE } from '../../wire/forms-table';
import { parseSqlServerType } from '../../wire/sql-server-type';
import { ASSUMED_FORMS, ASSUMED_RECORDS, type AssumedForm } from './assumed-forms.data';

/** One assumption after the look at the records. */
export interface FormFinding {
  /** A column, or `record position` and the like. */
  subject: string;
  /** `read-right`: another form, which the readers understand all the same. `wrong`: they would not. */
  verdict: 'as-assumed' | 'read-right' | 'wrong';
  assumption: string;
  page: string;
  differences: FormDifference[];
}

export interface FormDifference {
  operation: string;
  expected: string;
  seen: string;
}

/** A record of the forms table, with the case of `ASSUMED_FORMS` that was written. */
export interface FormRecord {
  case: number;
  text: string;
  change: DmsChange;
}

export const FORM_ROWS = [0, 1, 2] as const;
/** Keys of the rows that are written, far from those of the script. */
const FIRST_FORM_ID = 1000;

type Written = 'insert' | 'update' | 'delete';

/** An update writes the next case: SQL Server logs no update that changes nothing. */
function caseOf(row: number, operation: Written): number {
  return operation === 'update' ? (row + 1) % FORM_ROWS.length : row;
}

/** The values that an operation writes to a row, by column. */
export function formValues(
  row: number,
  operation: 'insert' | 'update',
): Record<string, string | null> {
  const written = caseOf(row, operation);
  return Object.fromEntries(ASSUMED_FORMS.map((form) => [form.column, valueOf(form, written)]));
}

export function formKey(row: number): Record<string, string> {
  return { form_id: String(FIRST_FORM_ID + row) };
}

/** The record, when it is a change of one of the rows that were written. */
export function formRecord(text: string): FormRecord | undefined {
  const change = decodeDmsRecord(text);
  if (change.kind !== 'change' || change.schema !== FORMS_TABLE.schema) return undefined;
  if (change.table !== FORMS_TABLE.name || change.operation === 'load') return undefined;
  const row = Number(change.row['form_id']) - FIRST_FORM_ID;
  return row in FORM_ROWS ? { case: caseOf(row, change.operation), text, change } : undefined;
}

/** Compares what arrived with what is assumed: a finding a column, then those about the records. */
export function compareForms(records: readonly FormRecord[]): FormFinding[] {
  const rows = records.filter(({ change }) => change.operation !== 'delete');
  return [...ASSUMED_FORMS.map((form) => compareColumn(form, rows)), ...compareRecords(records)];
}

function compareColumn(form: AssumedForm, records: readonly FormRecord[]): FormFinding {
  const { column, assumption, page } = form;
  const other = records.filter(
    (record) => jsonOf(record.text, column) !== expectedOf(form, record),
  );
  const verdict =
    other.length === 0 ? 'as-assumed' : other.some(isMisread(form)) ? 'wrong' : 'read-right';
  const differences = other.map((record) => ({
    operation: record.change.operation,
    expected: expectedOf(form, record),
    seen: jsonOf(record.text, column) ?? 'nothing',
  }));
  return { subject: column, verdict, assumption, page, differences };
}

function expectedOf({ cases }: AssumedForm, record: FormRecord): string {
  return cases[record.case]?.json ?? 'null';
}

/** Whether the readers would take another value from the record than was written. */
function isMisread(form: AssumedForm): (record: FormRecord) => boolean {
  const { column } = form;
  const type = parseSqlServerType(FORMS_TABLE.columns[column] ?? '');
  return (record) =>
    canonicalValue(type, record.change.row[column] ?? null) !==
    canonicalValue(type, valueOf(form, record.case));
}

/** The column's value as the record has it, character for character but for white space. */
function jsonOf(text: string, column: string): string | undefined {
  const envelope = parseExactJson(text);
  const data = envelope instanceof Map ? envelope.get('data') : undefined;
  const value = data instanceof Map ? data.get(column) : undefined;
  return value === undefined ? undefined : formatExactJson(value);
}

function compareRecords(records: readonly FormRecord[]): FormFinding[] {
  const columns = Object.keys(FORMS_TABLE.columns).length;
  const ofKind = (operation: string) =>
    records.filter(({ change }) => change.operation === operation);
  const whole = (row: object | null) => `${Object.keys(row ?? {}).length} columns`;
  const expected = `${columns} columns`;
  return [
    // Another order than by LSN is read, too: by commit time and transaction.
    recordFinding('position', records, {
      expected: 'lsn',
      seen: ({ position }) => position?.split('/')[0] ?? 'none',
      otherwise: 'read-right',
    }),
    recordFinding('update', ofKind('update'), {
      expected,
      seen: ({ row }) => whole(row),
      otherwise: 'wrong',
    }),
    // LOB columns are left out of before images, by the task's setting.
    recordFinding('before', ofKind('update'), {
      expected: 'the row before',
      seen: ({ before }) => (before?.['c_int'] === undefined ? 'none of it' : 'the row before'),
      otherwise: 'wrong',
    }),
    recordFinding('delete', ofKind('delete'), {
      expected,
      seen: ({ row }) => whole(row),
      otherwise: 'read-right',
    }),
  ];
}

function recordFinding(
  name: keyof typeof ASSUMED_RECORDS,
  records: readonly FormRecord[],
  look: {
    expected: string;
    seen: (change: DmsChange) => string;
    otherwise: FormFinding['verdict'];
  },
): FormFinding {
  const differences = records.flatMap(({ change }) => {
    const seen = look.seen(change);
    const { operation } = change;
    return seen === look.expected ? [] : [{ operation, expected: look.expected, seen }];
  });
  const verdict = differences.length === 0 ? 'as-assumed' : look.otherwise;
  return { subject: `record: ${name}`, verdict, ...ASSUMED_RECORDS[name], differences };
}

function valueOf({ cases }: AssumedForm, written: number): string | null {
  return cases[written]?.value ?? null;
}
