import { InvalidArgumentError, Option, type Command } from 'commander';
import { loadSettings } from './load-settings';
import { resolveTarget, type Target, type TargetName } from './resolve-target';
import { UserError } from './user-error';

/** Options that choose a deployment; every command that talks to one has them. */
export interface TargetOptions {
  target: TargetName;
  feed?: string;
}

/** A command that changes something has no default target: nobody writes to AWS by a slip. */
export function addTargetOptions(command: Command, access: 'reads' | 'writes'): Command {
  const target = new Option('--target <target>', 'the deployment to work on').choices([
    'laptop',
    'aws',
  ]);
  command.addOption(access === 'writes' ? target.makeOptionMandatory() : target.default('laptop'));
  return command.option('--feed <id>', 'the feed, where settings.ts has more than one');
}

/** Runs the work against the target and closes its clients, whatever happens. */
export async function withTarget(
  options: TargetOptions,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const target = resolveTarget({ target: options.target, feed: feedId(options.feed) });
  try {
    await work(target);
  } finally {
    target.clients.destroy();
  }
}

/** The feed named, or the only one there is. */
export function feedId(given: string | undefined): string {
  const feeds = Object.keys(loadSettings().feeds);
  if (given !== undefined && feeds.includes(given)) return given;
  if (given !== undefined) {
    throw new UserError(`There is no feed "${given}" in settings.ts; it has ${feeds.join(', ')}.`);
  }
  const [only] = feeds;
  if (only !== undefined && feeds.length === 1) return only;
  throw new UserError(
    `settings.ts has ${String(feeds.length)} feeds; choose one with --feed: ${feeds.join(', ')}.`,
  );
}

/** Parses an option that counts something. */
export function wholeNumber(range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= range.min && value <= range.max) return value;
    throw new InvalidArgumentError(
      `Expected a whole number from ${String(range.min)} to ${String(range.max)}.`,
    );
  };
}
