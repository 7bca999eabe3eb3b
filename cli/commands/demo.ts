import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import type { CloudEvent } from '../../local/cloud';
import { PERMISSIONS_OFF, permissionsOption, wholeNumber } from '../command-options';
import { closingLines } from '../demo/closing-lines';
import { demoFeed } from '../demo/demo-feed';
import { reportDemo, runDemo } from '../demo/run-demo';
import { reportItemDemo, runItemDemo } from '../demo/run-item-demo';
import { chosenHazards, hazardLines, HAZARDS_OPTION, struckLines } from '../hazard-options';
import { loadSettings } from '../load-settings';
import { projectPaths } from '../project-paths';
import { laptopTarget } from '../resolve-target';
import { runLaptop, type RunningLaptop } from '../run-laptop';
import type { Screen } from '../screen';
import { highUsageMax } from '../seed/generate-invoices';
import { byKind, closeTarget, type DynamoTarget, type RelationalTarget } from '../target';

interface DemoOptions {
  rows?: number;
  fast: number;
  feed?: string;
  chanceSeed?: string;
  hazards?: string;
  permissions: 'on' | 'off';
}

const ROWS_DEFAULT = { invoices: 1000, items: 3000 };
const ROWS_PER_HIGH_USAGE = 50;
/** Hazards take their time: a function that hangs, a lease that runs out, a buffer held back. */
const SETTLE_SECONDS = { plain: 60, hazards: 300 };

export function addDemoCommand(program: Command, screen: Screen): void {
  program
    .command('demo [what]')
    .description('a whole feed on this laptop, reconciled; what: a feed, or sqlserver or dynamodb')
    .option(
      '--rows <n>',
      `invoices to insert (default: ${String(ROWS_DEFAULT.invoices)}), or items to put (${String(ROWS_DEFAULT.items)})`,
      wholeNumber({ min: 10, max: 100_000 }),
    )
    .option('--fast <factor>', "divide the services' waits", wholeNumber({ min: 1, max: 1000 }), 30)
    .option('--feed <id>', 'the feed, where settings.ts has more than one')
    .option('--chance-seed <text>', 'repeat the same chance')
    .option(...HAZARDS_OPTION)
    .addOption(permissionsOption())
    .action((what: string | undefined, options: DemoOptions) =>
      demo(demoFeed(what ?? options.feed), options, screen),
    );
}

async function demo(feed: string, options: DemoOptions, screen: Screen): Promise<void> {
  const startedAt = Date.now();
  const chosen = chosenHazards(options);
  rmSync(projectPaths.demo, { recursive: true, force: true });
  screen.line(`Tributary demo: feed "${feed}" of settings.ts, synthesized and run on this laptop`);
  screen.line(pace(feed, options));
  for (const line of hazardLines(chosen)) screen.line(line);
  // What is tried again is a warning: with hazards there are many, and their count is printed instead.
  const isShown = (level: CloudEvent['level']) =>
    level === 'error' || (level === 'warning' && chosen.hazards === undefined);
  if (options.permissions === 'off') screen.line(PERMISSIONS_OFF);
  const laptop = await runLaptop({
    fast: options.fast,
    permissions: options.permissions,
    ...chosen,
    directory: projectPaths.demo,
    feeds: [feed],
    port: 0,
    sqlPort: 0,
    report: ({ source, level, message }) => {
      if (isShown(level)) screen.line(`  ${level}: ${source}: ${message}`);
    },
  });
  const target = laptopTarget(laptop.state, feed);
  try {
    const { holds, next } = await byKind(target, {
      sqlserver: (relational) => showInvoices(relational, laptop, { options, screen }),
      dynamodb: (dynamo) => showItems(dynamo, laptop, { options, screen }),
    });
    for (const line of struckLines(laptop.cloud.struck())) screen.line(line);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    screen.line(
      holds ? `\nAll of it holds, in ${seconds} s.` : `\nNot all of it holds (${seconds} s).`,
    );
    if (!holds) process.exitCode = 1;
    for (const line of next) screen.line(line);
  } finally {
    closeTarget(target);
    await laptop.close();
  }
}

interface Shown {
  holds: boolean;
  /** Lines that work as they stand, from the project's folder. */
  next: string[];
}

async function showInvoices(
  target: RelationalTarget,
  laptop: RunningLaptop,
  { options, screen }: { options: DemoOptions; screen: Screen },
): Promise<Shown> {
  const rows = options.rows ?? ROWS_DEFAULT.invoices;
  const highUsage = Math.min(highUsageMax(rows), Math.floor(rows / ROWS_PER_HIGH_USAGE));
  const result = await runDemo(target, screen, {
    seed: { rows, seed: 1, highUsage },
    settleSeconds: settleSeconds(options),
    outbox: laptop.cloud.outbox,
  });
  const holds = await reportDemo(target, screen, result);
  const next = await closingLines(target, laptop, [
    ...(result.alerts.example === undefined
      ? []
      : [{ what: 'an alert', file: result.alerts.example }]),
  ]);
  return { holds, next };
}

async function showItems(
  target: DynamoTarget,
  laptop: RunningLaptop,
  { options, screen }: { options: DemoOptions; screen: Screen },
): Promise<Shown> {
  const result = await runItemDemo(target, screen, {
    items: options.rows ?? ROWS_DEFAULT.items,
    seed: 1,
    settleSeconds: settleSeconds(options),
  });
  const holds = await reportItemDemo(target, screen, result);
  return { holds, next: await closingLines(target, laptop, []) };
}

function settleSeconds({ hazards }: DemoOptions): number {
  return hazards === undefined ? SETTLE_SECONDS.plain : SETTLE_SECONDS.hazards;
}

/** How far the run is from AWS's own pace. */
function pace(id: string, { fast }: DemoOptions): string {
  const feed = loadSettings().feeds[id];
  const fileSeconds = String(feed?.delivery.bufferSeconds);
  const database = feed?.kind === 'sqlserver' ? ', a database in 20 minutes' : '';
  return `The services' waits are divided by ${String(fast)}; on AWS the same takes minutes: a lake file each ${fileSeconds} s${database}.`;
}
