import { paginateListObjectsV2, type _Object } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'mssql';
import { lakeFile } from '../../cli/steps/await-delivery';
import type { MeasuredLaptop } from './measured-laptop';

const ROWS_PER_BULK = 10_000;
/** Each question takes time from what is measured. */
const POLL_MILLISECONDS = 1000;
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

export interface GainedLines {
  lines: string[];
  /** When the last object that holds one was put. */
  lastPutAtMs: number;
}

/**
 * Gives the lines of readings that the lake gained since the last call, once they are so many. Objects are read
 * only when no more of them come: what is measured shares the processors.
 */
export function readingLines({
  target: { lake, feed },
}: MeasuredLaptop): (count: number) => Promise<GainedLines> {
  const { s3 } = lake.clients;
  const { bucket: Bucket, prefix: Prefix } = feed.lake;
  const seen = new Set<string>();
  let newest = '';
  const objectsAfter = async (StartAfter: string) => {
    const found: _Object[] = [];
    const input = { Bucket, Prefix, StartAfter };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, input))
      found.push(...Contents);
    return found;
  };
  const untilNoMoreCome = async () => {
    for (;;) {
      const last = (await objectsAfter(newest)).at(-1)?.Key;
      if (last === undefined) return;
      newest = last;
      await sleep(POLL_MILLISECONDS);
    }
  };
  const readUnseen = async (gained: GainedLines) => {
    for (const { Key = '', LastModified } of await objectsAfter('')) {
      if (seen.has(Key)) continue;
      seen.add(Key);
      const lines = (await lakeFile(s3, Bucket, Key)).split('\n').filter(isReading);
      for (const line of lines) gained.lines.push(line);
      if (lines.length > 0 && LastModified !== undefined)
        gained.lastPutAtMs = Math.max(gained.lastPutAtMs, LastModified.getTime());
    }
  };
  return async (count) => {
    const gained: GainedLines = { lines: [], lastPutAtMs: 0 };
    for (;;) {
      await untilNoMoreCome();
      await readUnseen(gained);
      if (gained.lines.length >= count) return gained;
      await sleep(POLL_MILLISECONDS);
    }
  };
}

const isReading = (line: string) => line.includes(READINGS);

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
