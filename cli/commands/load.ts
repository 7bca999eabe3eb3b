import type { Command } from 'commander';
import { addTargetOptions, withDynamo, type TargetOptions } from '../command-options';
import { loadExport } from '../load/load-export';
import { awaitExport, checkRecovery, startExport } from '../load/request-export';
import { readExport } from '../load/read-export';
import { count } from '../progress';
import { requireRows } from '../require-rows';
import type { Screen } from '../screen';
import { proveDelivery } from '../steps/prove-delivery';
import { awaitDestination } from '../steps/streaming-destination';
import type { DynamoTarget } from '../target';

interface LoadOptions extends TargetOptions {
  export?: string;
  start?: true;
  json?: true;
}

export function addLoadCommand(program: Command, screen: Screen): void {
  const command = program
    .command('load')
    .description(
      'bring the items that a DynamoDB table held before, through an export, to the lake',
    )
    .option('--export <arn>', 'go on with an export that was started before')
    .option('--start', 'only start the export, and print its ARN')
    .option('--json', 'the result as JSON')
    .action((options: LoadOptions) =>
      withDynamo(options, (target) => load(target, options, screen)),
    );
  addTargetOptions(command, 'writes');
}

async function load(target: DynamoTarget, options: LoadOptions, screen: Screen): Promise<void> {
  requireRows(target);
  const say = (text: string) => (options.json === true ? screen.note(text) : screen.line(text));
  const steps = { ...screen, line: (text = '') => say(text) };
  const arn = options.export ?? (await beginExport(target, steps));
  if (options.start === true) {
    screen.line(options.json === true ? JSON.stringify({ export: arn }) : arn);
    return;
  }
  const place = await awaitExport(target, steps, arn);
  const exported = await readExport(target.clients.s3, place);
  say(
    `  ${'export'.padEnd(28)} ${count(exported.summary.itemCount)} items in ${count(exported.files.length)} files`,
  );
  const result = await loadExport(target, steps, exported);
  const { bucket, prefix } = target.feed.lake;
  screen.line(
    options.json === true
      ? JSON.stringify({ export: arn, ...result })
      : `  ${'load'.padEnd(28)} ${count(result.items)} items in s3://${bucket}/${prefix}${result.alreadyThere > 0 ? `, ${count(result.alreadyThere)} of them by an earlier run` : ''}`,
  );
}

/** The stream is written and read before the export begins, so that no change falls between the two. */
async function beginExport(target: DynamoTarget, screen: Screen): Promise<string> {
  await checkRecovery(target);
  await awaitDestination(target, screen);
  await proveDelivery(target, screen);
  const arn = await startExport(target);
  screen.line(`  ${'export'.padEnd(28)} started; if this ends before it: --export ${arn}`);
  return arn;
}
