import { CANARY_TABLE } from '../../wire/canary';
import { canonicalColumns, canonicalRow, lakeColumnName } from '../../wire/canonical-row';
import type { DmsChange } from '../../wire/dms-record';
import { changeOfRepair, type RepairRecord } from '../../wire/repair-record';
import { sortableSequence } from '../firehose-transform/arrival';
import type { Arrival } from '../firehose-transform/arrival';
import type { LakeChange } from './lake-line';
import { findTable } from './table-catalogue';
import type { CataloguedTable, TableCatalogue } from './table-catalogue';

type Row = Record<string, string | null>;

/** A change that cannot be carried as it is: it names no row, or has what the feed does not know. */
export class UncarriedChangeError extends Error {}

/**
 * What the lake's line for a change tells. Columns that the feed declares come all, as canonical text, null where the
 * record lacks them. A table that the feed does not declare (a wider table mapping) passes too, its
 * values as the record has them and without a key. An error is a declared key that is null or missing, as
 * such a row has no identity in the lake, and a column that is neither declared nor left out on purpose, as
 * its values would be dropped in silence. A record that was put into the stream again has its first arrival:
 * from there it counts against a reload.
 */
export function flattenChange(
  change: DmsChange,
  catalogue: TableCatalogue,
  arrival: Arrival,
): LakeChange {
  const table = findTable(catalogue, change);
  const images = table === undefined ? undeclared(change) : declared(change, table);
  return {
    table_name: table?.name ?? `${change.schema}.${change.table}`,
    operation: change.operation,
    ...images,
    position: change.position,
    commit_time: change.commitTime,
    transaction_id: change.transactionId,
    read_time: change.timestamp,
    ...arrival,
    ...firstArrivalOf(change),
  };
}

function firstArrivalOf({ firstArrival }: DmsChange): Partial<Arrival> {
  if (firstArrival === undefined) return {};
  const { sequenceNumber, time } = firstArrival;
  return {
    sequence_number: sortableSequence(sequenceNumber),
    ...(time !== undefined && { arrival_time: time }),
  };
}

/** A row that was read from the source again, at its own position. */
export function flattenRepair(
  repair: RepairRecord,
  catalogue: TableCatalogue,
  arrival: Arrival,
): LakeChange {
  const { operation, position } = repair;
  return { ...flattenChange(changeOfRepair(repair), catalogue, arrival), operation, position };
}

/** The canary as a row of its own table, which no view shows. */
export function flattenCanary(canary: { id: string }, arrival: Arrival): LakeChange {
  return {
    table_name: CANARY_TABLE,
    operation: 'insert',
    key: { id: canary.id },
    row: { id: canary.id },
    before: null,
    position: null,
    commit_time: null,
    transaction_id: null,
    read_time: null,
    ...arrival,
  };
}

type Images = Pick<LakeChange, 'key' | 'row' | 'before'>;

function declared(change: DmsChange, table: CataloguedTable): Images {
  refuseUnknown(change, table);
  const row = canonicalRow(table.shape, change.row);
  return {
    key: table.key.length === 0 ? null : keyOf(row, table, change),
    row,
    before: change.before === null ? null : canonicalColumns(table.shape, change.before),
  };
}

function refuseUnknown(change: DmsChange, { name, known }: CataloguedTable): void {
  const columns = [...Object.keys(change.row), ...Object.keys(change.before ?? {})];
  const unknown = columns.find((column) => !known.has(lakeColumnName(column)));
  if (unknown === undefined) return;
  throw new UncarriedChangeError(
    `The ${change.operation} on ${name} has a column ${unknown} that the feed does not know: declare it in the settings or list it in leaveOut, then send the record again`,
  );
}

function keyOf(row: Row, table: CataloguedTable, change: DmsChange): Row {
  const key = table.key.map((column): [string, string | null] => [column, row[column] ?? null]);
  const missing = key.find(([, value]) => value === null);
  if (missing !== undefined) {
    throw new UncarriedChangeError(
      `The ${change.operation} on ${table.name} has no value in key column ${missing[0]}`,
    );
  }
  return Object.fromEntries(key);
}

function undeclared(change: DmsChange): Images {
  return {
    key: null,
    row: lakeNames(change.row),
    before: change.before === null ? null : lakeNames(change.before),
  };
}

function lakeNames(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [lakeColumnName(column), value]),
  );
}
