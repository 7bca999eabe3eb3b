/**
 * The CONVERT style with which each SQL Server type becomes exact text, for types that need one. DMS
 * selects rows with them, and the stand-in's log writes its images with them.
 * https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
 */
export const TEXT_STYLES: Readonly<Record<string, number>> = {
  money: 2,
  smallmoney: 2,
  real: 3,
  float: 3,
  date: 23,
  datetime: 121,
  smalldatetime: 121,
  datetime2: 121,
  time: 121,
  datetimeoffset: 121,
  binary: 1,
  varbinary: 1,
  rowversion: 1,
  timestamp: 1,
};
