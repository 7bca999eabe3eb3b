import { hasPermission, isMember, userNameIn } from '../engine/permissions';
import { sqlMessage } from '../engine/sql-message';
import type { CatalogueScope } from '../engine/virtual-table';
import type { CaptureInstance } from './capture-state';
import { CDC_SCHEMA } from './capture-tables';

/**
 * Throws 229 unless the caller owns the database, or may read the source's captured columns and is in
 * the gating role, where the instance has one.
 */
export function requireChangeAccess(
  { database, session }: CatalogueScope,
  instance: CaptureInstance,
  functionName: string,
): void {
  if (session.isDatabaseOwner(database)) return;
  const source = database.tableById(instance.sourceObjectId);
  const isGated =
    instance.roleName !== null &&
    !isMember(database, userNameIn(session, database), instance.roleName);
  const mayRead =
    source !== undefined &&
    hasPermission(session, 'SELECT', { database, schema: source.schema, name: source.name });
  if (isGated || !mayRead) throw sqlMessage(229, 'SELECT', functionName, database.name, CDC_SCHEMA);
}
