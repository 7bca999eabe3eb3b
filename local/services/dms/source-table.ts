import { quoteName } from '../../../wire/select-as-text';
import { TEXT_STYLES } from '../../../wire/text-styles';

/** A column of the source as DMS sees it. */
export interface SourceColumn {
  name: string;
  /** SQL Server's type name, lower case, without length: `nvarchar`. */
  type: string;
  /** Characters or bytes; -1 for (max). */
  length: number;
  precision: number;
  scale: number;
  nullable: boolean;
}

/** A table that the task replicates. */
export interface SourceTable {
  schema: string;
  name: string;
  columns: SourceColumn[];
  /** Columns of the primary key, in key order; empty without one. */
  primaryKey: string[];
}

const LOB_TYPES = new Set(['text', 'ntext', 'image', 'xml']);

export function isLob(column: SourceColumn): boolean {
  return column.length === -1 || LOB_TYPES.has(column.type);
}

/**
 * Changes of a LOB are fetched by primary key, so a table without one has no LOB columns in the
 * stream. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.LOBSupport.html
 */
export function replicatedColumns(table: SourceTable, supportLobs: boolean): SourceColumn[] {
  const lobs = supportLobs && table.primaryKey.length > 0;
  return lobs ? table.columns : table.columns.filter((column) => !isLob(column));
}

const UNICODE_TYPES = new Set(['nchar', 'nvarchar']);
const CODE_PAGE_TYPES = new Set(['char', 'varchar']);
const NVARCHAR_LENGTH_MAX = 4000;

/**
 * Selects a column as text, so that no DECIMAL passes a double and no date loses its offset on the
 * way through the client.
 */
export function selectAsText(column: SourceColumn): string {
  const name = quoteName(column.name);
  if (UNICODE_TYPES.has(column.type)) return name;
  if (CODE_PAGE_TYPES.has(column.type))
    return `CONVERT(${unicodeType(column)}, ${name}) AS ${name}`;
  const style = TEXT_STYLES[column.type];
  const target = isLob(column) || column.type.endsWith('binary') ? 'varchar(max)' : 'varchar(64)';
  return `CONVERT(${target}, ${name}${style === undefined ? '' : `, ${style}`}) AS ${name}`;
}

/** The server knows the code page of a column for certain, and reads it faster than the client does. */
function unicodeType({ length }: SourceColumn): string {
  return `nvarchar(${length < 0 || length > NVARCHAR_LENGTH_MAX ? 'max' : length})`;
}
