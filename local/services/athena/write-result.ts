import type { Cloud } from '../../cloud';
import { callS3Patiently } from '../s3/call-patiently';
import type { Caller } from '../../endpoint/dispatch';
import type { Execution } from './query-executions';
import type { QueryResult } from './run-query';

/** Writes the result to the output location as the caller, quoted CSV or, for SHOW and DESCRIBE, tabs. */
export async function writeResult(
  cloud: Cloud,
  caller: Caller,
  finished: { execution: Execution; result: QueryResult },
): Promise<void> {
  const { execution, result } = finished;
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(execution.output ?? '') ?? [];
  if (Bucket === undefined || Key === undefined) return;
  const text = execution.statement.kind === 'query' ? csv(result) : tabs(result);
  await callS3Patiently(cloud, caller, {
    action: 'PutObject',
    input: { Bucket, Key, Body: Buffer.from(text), ContentType: 'application/octet-stream' },
  });
}

/** Every value quoted; null is an empty field without quotes. */
function csv({ columns, rows }: QueryResult): string {
  const quoted = (value: string | null) =>
    value === null ? '' : `"${value.replaceAll('"', '""')}"`;
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(quoted).join(','));
  return `${lines.join('\n')}\n`;
}

function tabs({ rows }: QueryResult): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}
