import type { SqlValue } from '../sql-type';

/** Converts one value that is not NULL; throws `SqlError` where SQL Server does. */
export type Convert = (value: Exclude<SqlValue, null>) => SqlValue;
