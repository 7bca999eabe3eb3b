import { accessesOf, type Gate } from '../endpoint/dispatch';
import type { Permissions } from './permissions';

/** Refuses the call unless its caller has every right that it needs. The first gate of all. */
export function authoriseGate(permissions: Permissions): Gate {
  return async ({ caller, service }, operation, parsed) => {
    permissions.require(caller, service, await accessesOf(operation, parsed));
  };
}
