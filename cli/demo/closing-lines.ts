import { relative } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { RunningLaptop } from '../run-laptop';
import { byKind, type Target } from '../target';

/** What a reader of the demo may do next: lines that work as they stand, from the project's folder. */
export async function closingLines(
  target: Target,
  laptop: RunningLaptop,
  files: readonly { what: string; file: string }[],
): Promise<string[]> {
  return [
    '\nNext',
    ...(await lakeFileLines(target, laptop)),
    ...files.flatMap(({ what, file }) => [`  # ${what}`, `  cat '${here(file)}'`]),
    ...byKind(target, {
      sqlserver: () => [
        '  # keep it running, with the lines for the aws CLI and a SQL client',
        '  npx tributary local',
        '  # then, in another terminal: insert invoices and see where they land',
        '  npx tributary seed --rows 10 --target laptop',
        '  npx tributary tail --from oldest --limit 3',
        '  npx tributary reconcile',
      ],
      dynamodb: ({ feed }) => [
        '  # keep it running, with the lines for the aws CLI',
        '  npx tributary local',
        '  # then, in another terminal: put items with the lines it prints, and see where they land',
        `  npx tributary tail --feed ${feed.feed} --from oldest --limit 3`,
        `  npx tributary query --feed ${feed.feed} 'SELECT key_json, change_time FROM ${feed.lake.views.current} LIMIT 5'`,
        `  npx tributary reconcile --feed ${feed.feed}`,
      ],
    }),
  ];
}

async function lakeFileLines(target: Target, { cloud }: RunningLaptop): Promise<string[]> {
  const { bucket, prefix } = target.feed.lake;
  const { Contents = [] } = await target.lake.clients.s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
  );
  const newest = Contents.at(-1)?.Key ?? '';
  const file = cloud.objectLocation(bucket, newest);
  if (file === undefined) return [];
  const print = newest.endsWith('.gz') ? 'gunzip -c' : 'cat';
  return ['  # a lake file', `  ${print} '${here(file)}' | head -3`];
}

function here(path: string): string {
  return relative(process.cwd(), path);
}
