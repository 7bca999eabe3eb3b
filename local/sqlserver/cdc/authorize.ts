import type { ProcedureCall } from '../engine/procedures';
import type { Database } from '../storage/database';
import { cdcError } from './cdc-error';
import { isCaptureEnabled } from './capture-state';

/** Throws 22901 when change data capture is off, 22904 for a caller who does not own the database. */
export function authorizeCapture({ session }: ProcedureCall, database: Database): void {
  if (!isCaptureEnabled(database)) throw cdcError(22901, database.name);
  if (!session.isDatabaseOwner(database)) throw cdcError(22904);
}

/** On RDS nobody is a member of sysadmin; `rds_cdc_enable_db` is the way there. */
export function authorizeAdministrator({ session }: ProcedureCall): void {
  const isSysadmin = session.isAdministrator && session.engine.kind === 'sqlserver';
  if (!isSysadmin) throw cdcError(22902, 'Sysadmin');
}
