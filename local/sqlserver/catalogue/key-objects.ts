import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { KeyDefinition } from '../storage/table-definition';

/** A key as an object of its own; its id lies in the gap that table ids leave. */
export interface KeyObject {
  objectId: number;
  /** 1 for the clustered index, 2 and on for the others. */
  indexId: number;
  key: KeyDefinition;
  table: Table;
}

const FIRST_NONCLUSTERED = 2;

export function keyObjects(table: Table): KeyObject[] {
  let next = FIRST_NONCLUSTERED;
  return table.keys.map((key, at) => ({
    objectId: table.objectId + 1 + at,
    indexId: key.clustered ? 1 : next++,
    key,
    table,
  }));
}

export function allKeyObjects(database: Database): KeyObject[] {
  return database.tables.flatMap(keyObjects);
}
