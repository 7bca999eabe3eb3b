import { findSuspendedTables } from './find-suspended-tables';
import type { TableState } from './find-suspended-tables';

export interface SuspendedTablesOptions {
  tableStates: () => Promise<TableState[]>;
  report: (suspended: string[]) => void;
}

/** The scheduled check: a suspended table shows nowhere else, the task stays "running". */
export function createHandler(options: SuspendedTablesOptions): () => Promise<void> {
  return async () => {
    options.report(findSuspendedTables(await options.tableStates()));
  };
}
