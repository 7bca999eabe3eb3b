import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'mssql';
import { lakeFile } from '../../cli/steps/await-delivery';
import type { MeasuredLaptop } from './measured-laptop';

const ROWS_PER_BULK = 10_000;
const POLL_MILLISECONDS = 100;

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

/** Resolves once every reading is in the lake, each as it was put; throws where one is another. */
export async function awaitReadings(laptop: MeasuredLaptop, wanted: Readings): Promise<void> {
  const { lake, feed } = laptop.target;
  const { s3 } = lake.clients;
  const seen = new Set<string>();
  const found = new Set<number>();
  while (found.size < wanted.rows) {
    const { bucket: Bucket, prefix: Prefix } = feed.lake;
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: s3 },
      { Bucket, Prefix },
    )) {
      for (const { Key = '' } of Contents) {
        if (seen.has(Key)) continue;
        seen.add(Key);
        for (const line of (await lakeFile(s3, Bucket, Key)).split('\n')) {
          const id = readingIn(line, wanted);
          if (id !== undefined) found.add(id);
        }
      }
    }
    await sleep(POLL_MILLISECONDS);
  }
}

function readingIn(line: string, { from, rows, noteBytes }: Readings): number | undefined {
  if (!line.includes('"dbo.readings"')) return undefined;
  const { row_json } = JSON.parse(line) as { row_json: string };
  const { reading_id, note } = JSON.parse(row_json) as { reading_id: string; note: string };
  const id = Number(reading_id);
  if (id < from || id >= from + rows) return undefined;
  if (note !== noteOf(id, noteBytes)) throw new Error(`Reading ${id} came as ${row_json}`);
  return id;
}
