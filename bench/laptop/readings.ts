import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'mssql';
import { lakeFile } from '../../cli/steps/await-delivery';
import type { MeasuredLaptop } from './measured-laptop';

const ROWS_PER_BULK = 10_000;
/** Each listing takes time from what is measured; waiting is counted against it, too. */
const POLL_MILLISECONDS = 250;
const READINGS = '"dbo.readings"';

export interface Readings {
  /** The first id; ids count on from it. */
  from: number;
  rows: number;
  noteBytes: number;
}

/** The note of a reading, which tells its id. */
function noteOf(id: number, bytes: number): string {
  return `${id};`.padEnd(bytes, 'abcdefghijklmnopqrstuvwxyz ');
}

export async function insertReadings(
  { pool }: MeasuredLaptop,
  { from, rows, noteBytes }: Readings,
): Promise<void> {
  for (let start = from; start < from + rows; start += ROWS_PER_BULK) {
    const table = new sql.Table('dbo.readings');
    table.create = false;
    table.columns.add('reading_id', sql.Int, { nullable: false });
    table.columns.add('note', sql.VarChar(1000), { nullable: true });
    const end = Math.min(start + ROWS_PER_BULK, from + rows);
    for (let id = start; id < end; id += 1) table.rows.add(id, noteOf(id, noteBytes));
    await pool.request().bulk(table);
  }
}

/** Waits until the capture job has all that is committed: it works beside what is measured, and not for it. */
export async function awaitCapture({ pool }: MeasuredLaptop): Promise<void> {
  const query =
    'SELECT sys.fn_cdc_get_max_lsn() AS captured, newest_lsn AS newest FROM sys.fn_standin_log_range()';
  for (;;) {
    const [row] = (await pool.query<{ captured: Buffer | null; newest: Buffer }>(query)).recordset;
    if (row?.captured && row.captured.compare(row.newest) >= 0) return;
    await sleep(POLL_MILLISECONDS);
  }
}

/**
 * Gives the lines of readings that the lake gained since the last call, once they are so many. Reads no further
 * than to count them: what is measured shares the processors.
 */
export function readingLines({
  target: { lake, feed },
}: MeasuredLaptop): (count: number) => Promise<string[]> {
  const { s3 } = lake.clients;
  const { bucket: Bucket, prefix: Prefix } = feed.lake;
  const seen = new Set<string>();
  return async (count) => {
    const lines: string[] = [];
    for (;;) {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: s3 },
        { Bucket, Prefix },
      )) {
        for (const { Key = '' } of Contents) {
          if (seen.has(Key)) continue;
          seen.add(Key);
          const text = await lakeFile(s3, Bucket, Key);
          for (const line of text.split('\n')) if (line.includes(READINGS)) lines.push(line);
        }
      }
      if (lines.length >= count) return lines;
      await sleep(POLL_MILLISECONDS);
    }
  };
}

/** Throws where a reading is missing, or another than was put. */
export function compareReadings(lines: readonly string[], wanted: Readings): void {
  const found = new Set(lines.map((line) => readingIn(line, wanted)));
  if (found.size < wanted.rows)
    throw new Error(`${wanted.rows - found.size} readings are missing in the lake`);
}

function readingIn(line: string, { from, rows, noteBytes }: Readings): number {
  const { row_json } = JSON.parse(line) as { row_json: string };
  const { reading_id, note } = JSON.parse(row_json) as { reading_id: string; note: string };
  const id = Number(reading_id);
  if (id < from || id >= from + rows || note !== noteOf(id, noteBytes))
    throw new Error(`A reading came as ${row_json}`);
  return id;
}
