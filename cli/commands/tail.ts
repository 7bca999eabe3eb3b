import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { addTargetOptions, wholeNumber, withTarget, type TargetOptions } from '../command-options';
import { openStream, type StreamStart } from '../read-stream';
import type { Target } from '../target';
import type { Screen } from '../screen';

interface TailOptions extends TargetOptions {
  from: StreamStart;
  limit?: number;
}

/** A shard takes five reads a second, which all its readers share. */
const POLL_MILLISECONDS = 1000;

export function addTailCommand(program: Command, screen: Screen): void {
  const from = new Option('--from <place>', 'latest, or oldest: all that the stream still holds')
    .choices(['latest', 'oldest'])
    .default('latest');
  const command = program
    .command('tail')
    .description('print the records of the stream as they come, one JSON object a line')
    .addOption(from)
    .option('--limit <n>', 'stop after so many records', wholeNumber({ min: 1, max: 1e9 }))
    .action((options: TailOptions) =>
      withTarget(options, screen, (target) => tail(target, options, screen)),
    );
  addTargetOptions(command, 'reads');
}

async function tail(target: Target, options: TailOptions, screen: Screen): Promise<void> {
  const stream = await openStream(target, options.from);
  let printed = 0;
  while (!stream.ended()) {
    for (const { Data = new Uint8Array() } of await stream.read()) {
      screen.line(Buffer.from(Data).toString().trimEnd());
      printed += 1;
      if (printed === options.limit) return;
    }
    await sleep(POLL_MILLISECONDS);
  }
}
