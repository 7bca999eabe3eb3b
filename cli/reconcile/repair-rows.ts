import { lakeColumnName } from '../../wire/canonical-row';
import { KEYS_READ_MAX, type SourcePosition } from '../../wire/database-runner';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { repairPosition } from '../../wire/position';
import { repairRecord } from '../../wire/repair-record';
import { placeRows } from '../../wire/row-places';
import type { Pace } from '../pace';
import { rowPartitionKey } from '../partition-key';
import { queryLake } from '../query-lake';
import { sendAllInOrder, type OutgoingRecord } from '../send-in-order';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';
import type { KeyLook } from './key-look';
import { readKeys } from './look-at-rows';

type Row = Record<string, string | null>;

/**
 * Reads rows from the source again and sends them through the stream, each at the position at which the
 * source stood before they were read; a key without a row is sent as deleted. The lake merges them as it
 * merges changes, so that repeating it, or a change meanwhile, does no harm; nobody is paged. Keys that name
 * no one row are left out. Returns how many were sent.
 */
export async function repairRows(
  target: RelationalTarget,
  table: FeedTable,
  { keys, pace }: { keys: readonly KeyLook[]; pace: Pace },
): Promise<number> {
  const { kinesis } = target.clients;
  const stream = { kinesis, arn: target.feed.stream.arn, pace };
  const form = await positionForm(target, table);
  const repairable = keys.filter(
    ({ key, source }) => source.copies <= 1 && key.every((value) => value !== null),
  );
  for (let from = 0; from < repairable.length; from += KEYS_READ_MAX) {
    const some = repairable.slice(from, from + KEYS_READ_MAX);
    const read = await readKeys(target, table, some);
    const sentAt = pace.now();
    const at = { form, position: read.position, sentAt };
    await sendAllInOrder(stream, recordsOf(table, { keys: some, rows: read.rows, at }));
  }
  return repairable.length;
}

type Form = 'lsn' | 'time';

/** The form of the table's positions: the two do not compare with each other. */
async function positionForm({ lake }: RelationalTarget, table: FeedTable): Promise<Form> {
  const { rows } = await queryLake(
    lake,
    `SELECT max(position) FROM "${lake.outputs.database}"."${lake.outputs.table}" WHERE table_name = '${tableName(table)}'`,
  );
  for await (const [position] of rows) {
    if (position?.startsWith('time/') === true) return 'time';
  }
  return 'lsn';
}

interface Read {
  keys: readonly KeyLook[];
  rows: readonly Row[];
  at: { form: Form; position: SourcePosition; sentAt: number };
}

function recordsOf(table: FeedTable, { keys, rows, at }: Read): OutgoingRecord[] {
  const placed = placeRows(table);
  const found = new Map(rows.map((row) => [placed(row).place, row]));
  return keys.map(({ key, place, lake }, index) => {
    const position = repairPosition(at.form, at.position, at.sentAt * 1000 + index);
    if (position === undefined) {
      throw new UserError(
        `The source tells no LSN: change data capture is off. "tributary sql check" says what mends it.`,
      );
    }
    const there = found.get(place);
    const row = there ?? lake.row ?? keyAlone(table, key);
    const record = repairRecord({
      kind: 'repair',
      operation: there === undefined ? 'delete' : 'repair',
      schema: table.schema,
      table: table.name,
      row,
      position,
      timestamp: new Date(at.sentAt).toISOString(),
    });
    return { data: Buffer.from(`${record}\n`), partitionKey: rowPartitionKey(table, row) };
  });
}

function keyAlone(table: FeedTable, key: KeyLook['key']): Row {
  return Object.fromEntries(
    table.key.map((column, at) => [lakeColumnName(column), key[at] ?? null]),
  );
}
