import { decodeDmsRecord } from '../../wire/dms-record';
import type { DmsRecord } from '../../wire/dms-record';
import type { LakeRow } from '../../wire/lake-row';
import type { Flattened } from '../firehose-transform/answer-records';
import type { Arrival } from '../firehose-transform/arrival';
import {
  flattenCanary,
  flattenChange,
  flattenRepair,
  UncarriedChangeError,
} from './flatten-change';
import type { TableCatalogue } from './table-catalogue';

/** A line of the lake; control records and DMS's own tables are dropped. Never throws for what a record holds. */
export function flattenRecord(
  bytes: Uint8Array,
  arrival: Arrival,
  catalogue: TableCatalogue,
): Flattened {
  const decoded = decodeDmsRecord(bytes);
  if (decoded.kind === 'unreadable') return { reason: decoded.reason };
  try {
    const row = rowOf(decoded, arrival, catalogue);
    if (row === undefined) return 'dropped';
    return { row: Buffer.from(`${JSON.stringify(row)}\n`), changedAt: row.commit_time };
  } catch (error) {
    if (error instanceof UncarriedChangeError) return { reason: error.message };
    throw error;
  }
}

function rowOf(
  decoded: Exclude<DmsRecord, { kind: 'unreadable' }>,
  arrival: Arrival,
  catalogue: TableCatalogue,
): LakeRow | undefined {
  switch (decoded.kind) {
    case 'control':
    case 'dms-table':
      return undefined;
    case 'canary':
      return flattenCanary(decoded, arrival);
    case 'repair':
      return flattenRepair(decoded, catalogue, arrival);
    case 'change':
      return flattenChange(decoded, catalogue, arrival);
  }
}
