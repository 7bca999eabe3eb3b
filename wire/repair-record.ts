import type { DmsChange } from './dms-record';

/**
 * A row as it was read from the source, sent again by `tributary reconcile --repair`. It has the shape of a
 * DMS control record, so that a reader that does not know it sets it aside, and it carries a position: so it
 * takes its place among the changes, which a `load` does not.
 */
export interface RepairRecord {
  kind: 'repair';
  /** `delete`: the source has no such row; `row` is then what the lake had, or its key alone. */
  operation: 'repair' | 'delete';
  schema: string;
  table: string;
  /** Canonical values by lake name. */
  row: Record<string, string | null>;
  /** See `repairPosition`. */
  position: string;
  /** When it was sent, ISO 8601, UTC. */
  timestamp: string;
}

/** The operation in the metadata of such a record; DMS has no control record of this name. */
export const REPAIR_OPERATION = 'repair';

export function repairRecord(repair: RepairRecord): string {
  return JSON.stringify({
    metadata: {
      timestamp: repair.timestamp,
      'record-type': 'control',
      operation: REPAIR_OPERATION,
      'partition-key-type': 'attribute-name',
      'schema-name': repair.schema,
      'table-name': repair.table,
    },
    control: { repair: repair.operation, position: repair.position },
    data: repair.row,
  });
}

/** As the change that a consumer of changes knows: a row that is there comes as by a load, which pages nobody. */
export function changeOfRepair(repair: RepairRecord): DmsChange {
  const { schema, table, row, position, timestamp } = repair;
  const isGone = repair.operation === 'delete';
  return {
    kind: 'change',
    operation: isGone ? 'delete' : 'load',
    schema,
    table,
    row,
    before: null,
    position: isGone ? position : null,
    commitTime: null,
    transactionId: null,
    recordId: null,
    timestamp,
  };
}
