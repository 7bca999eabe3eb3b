import { decodeDmsRecord } from '../../wire/dms-record';
import type { DmsRecord } from '../../wire/dms-record';
import type { Flattened } from '../firehose-transform/answer-records';
import type { Arrival } from '../firehose-transform/arrival';
import { encodeRow } from '../firehose-transform/reused-buffers';
import {
  flattenCanary,
  flattenChange,
  flattenRepair,
  UncarriedChangeError,
} from './flatten-change';
import { lakeLine, type LakeChange } from './lake-line';
import type { TableCatalogue } from './table-catalogue';

const BACKSLASH = 0x5c;

/** A line of the lake; control records and DMS's own tables are dropped. Never throws for what a record holds. */
export function flattenRecord(
  bytes: Uint8Array,
  arrival: Arrival,
  catalogue: TableCatalogue,
): Flattened {
  const decoded = decodeDmsRecord(bytes);
  if (decoded.kind === 'unreadable') return { reason: decoded.reason };
  try {
    const change = changeOf(decoded, arrival, catalogue);
    if (change === undefined) return 'dropped';
    const line = lakeLine(change, bytes.includes(BACKSLASH));
    return { row: encodeRow(line), changedAt: change.commit_time };
  } catch (error) {
    if (error instanceof UncarriedChangeError) return { reason: error.message };
    throw error;
  }
}

function changeOf(
  decoded: Exclude<DmsRecord, { kind: 'unreadable' }>,
  arrival: Arrival,
  catalogue: TableCatalogue,
): LakeChange | undefined {
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
