import type { SqlType, SqlValue } from '../sql-type';

/** Converts one value that is not NULL; throws `SqlError` where SQL Server does. */
export type Convert = (value: Exclude<SqlValue, null>) => SqlValue;

/** Makes the conversion between two types, or tells that there is none. */
export type ConversionTo = (from: SqlType, to: SqlType, style?: number) => Convert | undefined;
