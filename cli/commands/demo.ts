import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import { feedId, wholeNumber } from '../command-options';
import { reportDemo, runDemo } from '../demo/run-demo';
import { projectPaths } from '../project-paths';
import { laptopTarget, type Target } from '../resolve-target';
import { runLaptop, type RunningLaptop } from '../run-laptop';
import type { Screen } from '../screen';
import { highUsageMax } from '../seed/generate-invoices';

interface DemoOptions {
  rows: number;
  fast: number;
  feed?: string;
  chanceSeed?: string;
}

const ROWS_PER_HIGH_USAGE = 50;
const SETTLE_SECONDS = 60;

export function addDemoCommand(program: Command, screen: Screen): void {
  program
    .command('demo')
    .description('the main job on this laptop: database to stream, lake and alerts, reconciled')
    .option('--rows <n>', 'invoices to insert', wholeNumber({ min: 10, max: 100_000 }), 1000)
    .option('--fast <factor>', "divide the services' waits", wholeNumber({ min: 1, max: 1000 }), 30)
    .option('--feed <id>', 'the feed, where settings.ts has more than one')
    .option('--chance-seed <text>', 'repeat the same chance')
    .action((options: DemoOptions) => demo(options, screen));
}

async function demo(options: DemoOptions, screen: Screen): Promise<void> {
  const startedAt = Date.now();
  const feed = feedId(options.feed);
  rmSync(projectPaths.demo, { recursive: true, force: true });
  screen.line(`Tributary demo: feed "${feed}" of settings.ts, synthesized and run on this laptop`);
  screen.line(
    `The services' waits are divided by ${String(options.fast)}; on AWS the same takes minutes: a lake file each 60 s, a database in 20 minutes.`,
  );
  const laptop = await runLaptop({
    ...options,
    directory: projectPaths.demo,
    port: 0,
    sqlPort: 0,
    report: ({ source, level, message }) => {
      if (level !== 'info') screen.line(`  ${level}: ${source}: ${message}`);
    },
  });
  const target = laptopTarget(laptop.state, feed);
  try {
    const highUsage = Math.min(
      highUsageMax(options.rows),
      Math.floor(options.rows / ROWS_PER_HIGH_USAGE),
    );
    const result = await runDemo(target, screen, {
      seed: { rows: options.rows, seed: 1, highUsage },
      settleSeconds: SETTLE_SECONDS,
      outbox: laptop.cloud.outbox,
    });
    const holds = await reportDemo(target, screen, result);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    screen.line(
      holds ? `\nAll of it holds, in ${seconds} s.` : `\nNot all of it holds (${seconds} s).`,
    );
    if (!holds) process.exitCode = 1;
    for (const line of await nextSteps(target, laptop, result.alerts.example)) screen.line(line);
  } finally {
    target.clients.destroy();
    await laptop.close();
  }
}

/** Lines that work as they stand, from the project's folder. */
async function nextSteps(
  target: Target,
  laptop: RunningLaptop,
  alert: string | undefined,
): Promise<string[]> {
  const { bucket, prefix } = target.feed.lake;
  const { Contents = [] } = await target.clients.s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
  );
  const newest = Contents.at(-1)?.Key ?? '';
  const file = laptop.cloud.objectLocation(bucket, newest);
  const here = (path: string) => relative(process.cwd(), path);
  return [
    '\nNext',
    ...(file === undefined
      ? []
      : [
          '  # a lake file',
          `  ${newest.endsWith('.gz') ? 'gunzip -c' : 'cat'} '${here(file)}' | head -3`,
        ]),
    ...(alert === undefined ? [] : ['  # an alert', `  cat '${here(alert)}'`]),
    '  # keep it running, with the lines for the aws CLI and a SQL client',
    '  npx tributary local',
    '  # then, in another terminal: insert invoices and see where they land',
    '  npx tributary seed --rows 10 --target laptop',
    '  npx tributary tail --from oldest --limit 3',
    '  npx tributary reconcile',
  ];
}
