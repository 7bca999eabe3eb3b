import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { TableReconciliation } from '../../cli/reconcile/table-reconciliation';
import { laptopProcess, type LaptopProcess } from '../support/laptop-process';
import { patientSql, type PatientSql } from '../support/patient-sql';

const DISK_MEGABYTES = 160;
const FULL_STATEMENT = (id: number) =>
  `INSERT INTO dbo.invoices VALUES (${id}, 77, '2022-05-15', '2022-05-30', NULL, 20, '10')`;

/** A full disk may have room for less than a page at the end of a file. */
const LARGE_STATEMENT = Array.from({ length: 200 }, (_, at) => FULL_STATEMENT(9_100_000 + at))
  .map((statement, at) => (at === 0 ? statement : statement.slice(statement.indexOf('('))))
  .join(', ');

/**
 * A laptop cloud on a small disk of its own (a tmpfs, so as root) that is filled, emptied, filled and
 * restarted: clear errors while it is full, everything acknowledged afterwards.
 */
export async function fillTheDisk(say: (line: string) => void): Promise<string[]> {
  const disk = mkdtempSync(join(tmpdir(), 'tributary-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', disk]);
  const laptop = await laptopProcess({ fast: 60, stateOn: disk });
  const findings: string[] = [];
  try {
    laptop.start();
    await laptop.up();
    const sql = await patientSql(laptop);
    await sql.untilDone(FULL_STATEMENT(9_000_001));
    const ballast = fill(disk);
    findings.push(...(await whileFull(laptop, sql, say)));
    unlinkSync(ballast);
    await sql.untilDone(FULL_STATEMENT(9_000_003));
    findings.push(...(await reconciled(laptop, say)));
    const again = fill(disk);
    await sql.once(FULL_STATEMENT(9_000_004)).catch(() => undefined);
    await laptop.kill();
    unlinkSync(again);
    laptop.start();
    await laptop.up();
    await sql.untilDone(FULL_STATEMENT(9_000_005));
    findings.push(...(await reconciled(laptop, say)));
    await sql.close();
  } finally {
    await laptop.end();
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
  return findings;
}

/** Takes all the room there is, to the last byte. */
function fill(disk: string): string {
  const path = join(disk, 'ballast');
  for (let bytes = DISK_MEGABYTES * 1024 * 1024; bytes >= 512; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      continue;
    }
  }
  return path;
}

async function whileFull(
  laptop: LaptopProcess,
  sql: PatientSql,
  say: (line: string) => void,
): Promise<string[]> {
  const { clients, feed } = laptop.people();
  const TableName = feed.table.name;
  const big = 'x'.repeat(300_000);
  const errors = {
    sql: await refusal(() => sql.once(LARGE_STATEMENT)),
    kinesis: await refusal(() =>
      laptop.billing().clients.kinesis.send(
        new PutRecordCommand({
          StreamARN: laptop.billing().feed.stream.arn,
          Data: Buffer.from(big),
          PartitionKey: '1',
        }),
      ),
    ),
    dynamodb: await refusal(() =>
      clients.dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'full' } } })),
    ),
  };
  await sleep(500);
  say(`full: ${JSON.stringify(errors)}`);
  const reading = await refusal(() =>
    clients.dynamodb.send(new DescribeTableCommand({ TableName })),
  );
  return [
    ...(errors.sql.includes('is full due to') ? [] : [`SQL Server says: ${errors.sql}`]),
    ...(errors.kinesis.includes('is full: free space') ? [] : [`Kinesis says: ${errors.kinesis}`]),
    ...(errors.dynamodb.includes('is full: free space') ? [] : [`DynamoDB: ${errors.dynamodb}`]),
    ...(reading === 'done' ? [] : [`Reading fails too: ${reading}`]),
    ...(laptop.screen().includes('is full: free space') ? [] : ['The screen does not tell']),
  ];
}

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function reconciled(laptop: LaptopProcess, say: (line: string) => void): Promise<string[]> {
  let last = '';
  for (const deadline = Date.now() + 90_000; Date.now() < deadline;) {
    await sleep(1000);
    const { out, err } = await laptop.run(['reconcile', '--json']);
    last = `${out.slice(0, 1500)}${err}`;
    const tables = out.startsWith('[') ? (JSON.parse(out) as TableReconciliation[]) : [];
    if (tables.length === 0 || !tables.every(({ exact }) => exact)) continue;
    say(`reconciled: ${tables.map(({ table, lakeRows }) => `${table} ${lakeRows}`).join(', ')}`);
    return [];
  }
  return [`the lake does not agree: ${last}\n${laptop.screen().slice(-1500)}`];
}
