import type { Command } from 'commander';
import {
  addTargetOptions,
  wholeNumber,
  withEachTarget,
  type TargetOptions,
} from '../command-options';
import { count } from '../progress';
import { isChosen, type EntryChoice } from '../quarantine/choose-entries';
import { discardEntries } from '../quarantine/discard-entries';
import { entryDetails, entryJson, entryText } from '../quarantine/entry-text';
import { listQuarantine, type QuarantinedEntry } from '../quarantine/list-quarantine';
import { redriveEntries, type RedriveResult } from '../quarantine/redrive-entries';
import type { Screen } from '../screen';
import { timeOption } from '../time-option';
import { UserError } from '../user-error';

interface FilterOptions extends TargetOptions {
  table?: string;
  reason?: string;
  since?: string;
  until?: string;
}

interface ListOptions extends FilterOptions {
  limit: number;
  json?: true;
}

interface ChangeOptions extends FilterOptions {
  all?: true;
}

interface RedriveOptions extends ChangeOptions {
  limit?: number;
  json?: true;
}

interface DiscardOptions extends ChangeOptions {
  yes?: true;
  because?: string;
}

const SHOWN_DEFAULT = 50;
/** Of these each is named; the rest is counted. */
const FAILURES_SHOWN = 20;
const now = () => Date.now();

export function addQuarantineCommand(program: Command, screen: Screen): void {
  const quarantine = program.command('quarantine').description('records that could not be handled');
  addList(quarantine, screen);
  addShow(quarantine, screen);
  addRedrive(quarantine, screen);
  addDiscard(quarantine, screen);
}

function addList(quarantine: Command, screen: Screen): void {
  const list = quarantine
    .command('list')
    .description('what waits in all failure destinations: reason, change and payload')
    .option('--limit <n>', 'records shown', wholeNumber({ min: 1, max: 1e9 }), SHOWN_DEFAULT)
    .option('--json', 'one JSON object a record, its payload in base64')
    .action((options: ListOptions) => showQuarantine(options, screen));
  addTargetOptions(addFilters(list), 'reads');
}

function addShow(quarantine: Command, screen: Screen): void {
  const show = quarantine
    .command('show <id>')
    .description('all that is known of one record, and its whole payload')
    .option('--json', 'as JSON, the payload in base64')
    .action((id: string, options: TargetOptions & { json?: true }) =>
      showEntry(id, options, screen),
    );
  addTargetOptions(show, 'reads');
}

function addRedrive(quarantine: Command, screen: Screen): void {
  const redrive = quarantine
    .command('redrive [ids...]')
    .description('put records into the stream again, where every reader meets them once more')
    .option('--all', 'all that waits')
    .option('--limit <n>', 'records of a feed sent at most', wholeNumber({ min: 1, max: 1e9 }))
    .option('--json', 'the result as JSON')
    .action((ids: string[], options: RedriveOptions) => redriveChosen(ids, options, screen));
  addTargetOptions(addFilters(redrive), 'writes');
}

function addDiscard(quarantine: Command, screen: Screen): void {
  const discard = quarantine
    .command('discard [ids...]')
    .description('drop records that nobody needs; their payload moves aside, who and why is kept')
    .option('--all', 'all that waits')
    .option('--because <why>', 'kept beside the record')
    .option('--yes', 'drop them; without it they are only counted')
    .action((ids: string[], options: DiscardOptions) => discardChosen(ids, options, screen));
  addTargetOptions(addFilters(discard), 'writes');
}

function addFilters(command: Command): Command {
  return command
    .option('--table <name>', 'of one table')
    .option('--reason <text>', 'whose reason holds the text')
    .option('--since <time>', 'arrived at or after a time: ISO 8601, or 2h ago', timeOption(now))
    .option('--until <time>', 'arrived before a time', timeOption(now));
}

async function showQuarantine(options: ListOptions, screen: Screen): Promise<void> {
  const choice = filtersOf(options);
  let shown = 0;
  await withEachTarget(options, screen, async (target) => {
    if (shown > options.limit) return;
    for await (const entry of listQuarantine(target)) {
      if (!isChosen(entry, choice)) continue;
      shown += 1;
      if (shown > options.limit) return;
      screen.line(options.json === true ? entryJson(entry) : entryText(entry, now()));
    }
  });
  if (options.json === true) return;
  if (shown === 0) screen.line(nothingText(choice));
  if (shown > options.limit) {
    screen.line(`… the first ${count(options.limit)}; --limit shows more`);
  }
}

async function showEntry(
  id: string,
  options: TargetOptions & { json?: true },
  screen: Screen,
): Promise<void> {
  const found: QuarantinedEntry[] = [];
  await withEachTarget(options, screen, async (target) => {
    if (found.length > 0) return;
    for await (const entry of listQuarantine(target)) {
      if (entry.id === id) found.push(entry);
    }
  });
  const [entry] = found;
  if (entry === undefined) throw new UserError(`No record ${id} waits in quarantine.`);
  screen.line(options.json === true ? entryJson(entry) : entryDetails(entry, now()));
}

async function redriveChosen(
  ids: string[],
  options: RedriveOptions,
  screen: Screen,
): Promise<void> {
  const choice = requiredChoice(ids, options);
  const results: (RedriveResult & { feed: string })[] = [];
  await withEachTarget(options, screen, async (target) => {
    const limit = options.limit ?? Infinity;
    const result = await redriveEntries(target, screen, { choice, limit, now });
    results.push({ feed: target.feed.feed, ...result });
  });
  if (options.json === true) screen.line(JSON.stringify(results));
  else for (const result of results) sayRedriven(result, screen);
  const handled = results.reduce((sum, { sent, failed }) => sum + sent + failed.length, 0);
  if (ids.length > 0 && handled === 0) throw new UserError('None of these records waits.');
  if (results.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}

function sayRedriven(result: RedriveResult & { feed: string }, screen: Screen): void {
  const { feed, sent, waiting, failed } = result;
  screen.line(
    `${feed}: ${count(sent)} sent again, ${count(failed.length)} could not be, ${count(waiting)} wait`,
  );
  for (const { id, reason } of failed.slice(0, FAILURES_SHOWN)) screen.line(`  ${id}: ${reason}`);
  if (failed.length > FAILURES_SHOWN) {
    screen.line(`  … and ${count(failed.length - FAILURES_SHOWN)} more; --json names each`);
  }
}

async function discardChosen(
  ids: string[],
  options: DiscardOptions,
  screen: Screen,
): Promise<void> {
  const choice = requiredChoice(ids, options);
  let dropped = 0;
  await withEachTarget(options, screen, async (target) => {
    // Only what was shown: more may come meanwhile.
    const shown: string[] = [];
    for await (const entry of listQuarantine(target)) {
      if (!isChosen(entry, choice)) continue;
      shown.push(entry.id);
      screen.line(entryText(entry, now()));
    }
    dropped += shown.length;
    if (options.yes !== true) return;
    await discardEntries(target, { ids: shown }, { reason: options.because ?? '', now });
  });
  if (dropped === 0) throw new UserError(nothingText(choice));
  screen.line(
    options.yes === true
      ? `${count(dropped)} dropped; their payloads lie under quarantine-settled/ of their buckets`
      : `${count(dropped)} would be dropped; --yes drops them`,
  );
  if (options.yes !== true) process.exitCode = 1;
}

function filtersOf({ table, reason, since, until }: FilterOptions): EntryChoice {
  return {
    ...(table !== undefined && { table }),
    ...(reason !== undefined && { reason }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

/** What changes something says what it means: nobody sends or drops all by a slip. */
function requiredChoice(ids: string[], options: ChangeOptions): EntryChoice {
  const choice = { ...filtersOf(options), ...(ids.length > 0 && { ids }) };
  if (Object.keys(choice).length > 0 || options.all === true) return choice;
  throw new UserError('Name records by id, choose them by a filter, or give --all.');
}

function nothingText(choice: EntryChoice): string {
  return Object.keys(choice).length === 0
    ? 'The quarantine is empty.'
    : 'Nothing of that waits in quarantine.';
}
