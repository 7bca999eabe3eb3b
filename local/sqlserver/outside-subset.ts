import { SqlError } from './sql-error';

/**
 * The one error for T-SQL that SQL Server takes and the stand-in does not; `construct` is named as a
 * user would write it (`MERGE`, `FOR JSON`). Thrown wherever such a construct is met, never ignored.
 */
export function outsideSubset(construct: string, line = 1): SqlError {
  return new SqlError(
    40517,
    `${construct} is outside the subset of T-SQL that the SQL Server stand-in supports. ` +
      `Set SQLSERVER_URL to run against a real SQL Server.`,
    { severity: 16, line },
  );
}
