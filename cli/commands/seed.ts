import type { Command } from 'commander';
import {
  addTargetOptions,
  wholeNumber,
  withRelational,
  type TargetOptions,
} from '../command-options';
import { count } from '../progress';
import { invoiceTable } from '../invoice-table';
import type { Screen } from '../screen';
import { highUsageMax } from '../seed/generate-invoices';
import { seedInvoices } from '../steps/seed-invoices';
import { UserError } from '../user-error';

interface SeedOptions extends TargetOptions {
  rows: number;
  seed: number;
  highUsage?: number;
  single?: true;
  json?: true;
}

const ROWS_MAX = 1_000_000;
/** One invoice in fifty is planted high unless said otherwise. */
const ROWS_PER_HIGH_USAGE = 50;

export function addSeedCommand(program: Command, screen: Screen): void {
  const command = program
    .command('seed')
    .description('insert invoices: realistic, repeatable, some planted far above normal usage')
    .requiredOption('--rows <n>', 'how many invoices', wholeNumber({ min: 1, max: ROWS_MAX }))
    .option(
      '--seed <n>',
      'the same seed gives the same invoices',
      wholeNumber({ min: 0, max: 1999 }),
      1,
    )
    .option(
      '--high-usage <n>',
      'invoices planted high (default: one in fifty)',
      wholeNumber({ min: 0, max: ROWS_MAX }),
    )
    .option('--single', 'one INSERT statement a row instead of bulk')
    .option('--json', 'the result as JSON')
    .action((options: SeedOptions) => seed(options, screen));
  addTargetOptions(command, 'writes');
}

async function seed(options: SeedOptions, screen: Screen): Promise<void> {
  const highUsage = options.highUsage ?? Math.floor(options.rows / ROWS_PER_HIGH_USAGE);
  if (highUsage > highUsageMax(options.rows)) {
    throw new UserError(
      `${String(options.rows)} rows have room for ${String(highUsageMax(options.rows))} high-usage invoices, one a customer with a history.`,
    );
  }
  const plan = { rows: options.rows, seed: options.seed, highUsage };
  await withRelational(options, async (target) => {
    const mode = options.single === true ? 'single' : 'bulk';
    const result = await seedInvoices(target, screen, { plan, table: invoiceTable(target), mode });
    if (options.json === true) screen.line(JSON.stringify({ ...plan, ...result }));
    else {
      const already =
        result.alreadyThere > 0
          ? `, ${count(result.alreadyThere)} were there already (another --seed gives others)`
          : '';
      screen.line(
        `${count(result.inserted)} invoices inserted${already}; ${count(highUsage)} of the seed planted high`,
      );
    }
  });
}
