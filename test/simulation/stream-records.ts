import { KEY_COLUMN, type CommittedChange, type TableName } from './billing-model';
import type { DurableState } from './durable-state';

/** A record of DMS, as the stream and what quarantines it hold it. */
export interface StreamedRecord {
  data: Record<string, string | number | null>;
  metadata: Record<string, string>;
}

/** Which of the changes have a record in the stream now, each record counted once. */
export function changesInStream(
  { logs }: DurableState,
  changes: readonly CommittedChange[],
): Set<CommittedChange> {
  const records = [...logs]
    .filter(([name]) => name.startsWith('kinesis/') && name.includes('shardId'))
    .flatMap(([, entries]) => entries.flatMap(recordsOf));
  return new Set(changes.filter((change) => take(records, change)));
}

/** The last record first: of equal ones an earlier change has had the first. */
function take(records: StreamedRecord[], change: CommittedChange): boolean {
  const at = records.findIndex((record) => isRecordOf(change, record));
  if (at === -1) return false;
  const position = records[at]?.metadata['stream-position'];
  const others = records.filter(({ metadata }) => metadata['stream-position'] !== position);
  records.splice(0, records.length, ...others);
  return true;
}

export function isRecordOf(change: CommittedChange, { data, metadata }: StreamedRecord): boolean {
  if (metadata['operation'] !== change.operation) return false;
  if (tableOf(metadata) !== change.table) return false;
  return Object.entries(change.row).every(
    ([column, value]) => column === 'paid_at' || sameValue(data[column], value),
  );
}

/** The table and the key that a record is of; of a control record and the canary nothing that a row is called. */
export function nameOfRecord({ data = {}, metadata = {} }: Partial<StreamedRecord>): string {
  const table = tableOf(metadata);
  return `${table} ${String(data[KEY_COLUMN[table]])}`;
}

function tableOf(metadata: StreamedRecord['metadata']): TableName {
  return `${metadata['schema-name'] ?? ''}.${metadata['table-name'] ?? ''}` as TableName;
}

function sameValue(found: string | number | null | undefined, value: string | null): boolean {
  if (value === null) return found === null || found === undefined;
  return String(found) === value || Number(found) === Number(value);
}

/** An entry is a length, a header, and the data of its records one after the other. */
function recordsOf(entry: Uint8Array): StreamedRecord[] {
  const bytes = Buffer.from(entry);
  const headerBytes = bytes.readUInt32BE(0);
  const header = JSON.parse(bytes.subarray(4, 4 + headerBytes).toString()) as {
    records: [string, string, number, number][];
  };
  let offset = 4 + headerBytes;
  return header.records.map(([, , , length]) => {
    const text = bytes.subarray(offset, offset + length).toString();
    offset += length;
    return JSON.parse(text) as StreamedRecord;
  });
}
