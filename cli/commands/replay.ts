import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { addTargetOptions, withFeed, type TargetOptions } from '../command-options';
import { confirm } from '../confirm';
import { namedFeed } from '../declared-feeds';
import { invoiceTable } from '../invoice-table';
import { count } from '../progress';
import { projectPaths } from '../project-paths';
import { itemKeyJsons, rowKeyJson } from '../replay/key-option';
import { countChanges, type ChangeCount } from '../replay/lake-changes';
import type { ReplaySelection } from '../replay/replay-selection';
import { readReplay, saveReplay, type ReplayState } from '../replay/replay-state';
import { runReplay } from '../replay/run-replay';
import type { Screen } from '../screen';
import { byKind, type RelationalTarget, type Target } from '../target';
import { textTable } from '../text-table';
import { timeOption } from '../time-option';
import { UserError } from '../user-error';

interface ReplayOptions extends TargetOptions {
  table?: string;
  key?: string;
  from?: string;
  to?: string;
  into?: 'stream' | 'consumer';
  sendAlerts?: true;
  yes?: true;
  resume?: string;
}

const now = () => Date.now();

export function addReplayCommand(program: Command, screen: Screen): void {
  const command = program
    .command('replay')
    .description('send changes of the lake once more, by table, key and time of commit')
    .option('--table <name>', 'of one table')
    .option('--key <key>', 'of one key: col=value, or JSON')
    .option('--from <time>', 'made at or after a time: ISO 8601, or 2h ago', timeOption(now))
    .option('--to <time>', 'made before a time', timeOption(now))
    .addOption(
      new Option(
        '--into <where>',
        'the stream, for each reader, or the alert consumer alone',
      ).choices(['stream', 'consumer']),
    )
    .option('--send-alerts', 'also inserts whose alerts never went out: customers are told now')
    .option('--yes', 'send without asking')
    .option('--resume <id>', 'go on with a replay that was cut off')
    .action((options: ReplayOptions) => replay(options, screen));
  addTargetOptions(command, 'writes');
}

async function replay(options: ReplayOptions, screen: Screen): Promise<void> {
  const begun =
    options.resume === undefined ? undefined : readReplay(projectPaths.replays, options.resume);
  if (begun?.finished === true) throw new UserError(`Replay ${begun.id} is finished.`);
  if (begun !== undefined && begun.target !== options.target) {
    throw new UserError(`Replay ${begun.id} works on ${begun.target}.`);
  }
  const feed = begun?.feed ?? options.feed;
  if (feed === undefined) throw new UserError('Name the feed: --feed ID.');
  await withFeed(namedFeed(feed).id, options, async (target) => {
    const state = begun ?? (await begin(target, options, screen));
    if (state === undefined) return;
    const save = (next: ReplayState) => {
      saveReplay(projectPaths.replays, next);
    };
    save(state);
    const { done, leftOut } = await runReplay(target, screen, { state, save });
    screen.line(`sent again: ${count(done - leftOut)}, left out: ${count(leftOut)}`);
  });
}

/** Shows what would be sent; undefined where that is not wanted. */
async function begin(
  target: Target,
  options: ReplayOptions,
  screen: Screen,
): Promise<ReplayState | undefined> {
  const { into } = options;
  if (into === undefined) throw new UserError('Say where to: --into stream or --into consumer.');
  if (target.lake.outputs.table === '') {
    throw new UserError(`Feed ${target.feed.feed} delivers raw records: its lake has no rows.`);
  }
  if (into === 'consumer' && target.feed.kind === 'dynamodb') {
    throw new UserError(`Feed ${target.feed.feed} has no consumer of alerts.`);
  }
  const selection = selectionOf(target, options);
  const counts = await countChanges(target, selection);
  const total = counts.reduce((sum, one) => sum + (one.canBeRebuilt ? one.changes : 0), 0);
  screen.line(previewText(counts));
  sayAlerts(target, options, screen);
  if (total === 0) return undefined;
  const id = randomBytes(4).toString('hex');
  const question = `Send ${count(total)} changes into the ${into}?`;
  if (options.yes !== true && !(await confirm(question))) return undefined;
  screen.note(`replay ${id}; if this ends before it: --resume ${id}`);
  const sendAlerts = options.sendAlerts === true;
  const { name, feed } = target;
  return {
    ...{ id, target: name, feed: feed.feed, into, sendAlerts, selection, total },
    ...{ done: 0, leftOut: 0, finished: false },
  };
}

function selectionOf(target: Target, options: ReplayOptions): ReplaySelection {
  const { from, to } = options;
  return {
    ...byKind(target, {
      sqlserver: (relational) => rowsOf(relational, options),
      dynamodb: ({ feed }) => {
        const { table, key } = options;
        if (table !== undefined && table !== feed.table.name)
          throw noTable(table, [feed.table.name]);
        return key === undefined ? {} : { keys: itemKeyJsons(feed.table.key, key) };
      },
    }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    arrivedBefore: new Date(now()).toISOString(),
  };
}

function rowsOf(
  { feed }: RelationalTarget,
  { table, key }: ReplayOptions,
): Pick<ReplaySelection, 'table' | 'keys'> {
  const chosen = table === undefined ? undefined : namedTable(feed.tables, table);
  const only = chosen ?? (feed.tables.length === 1 ? feed.tables[0] : undefined);
  if (key !== undefined && only === undefined) {
    throw new UserError(
      `Name the table of the key: ${feed.tables.map(tableName).join(' or ')} by --table.`,
    );
  }
  return {
    ...(chosen !== undefined && { table: tableName(chosen) }),
    ...(key !== undefined && only !== undefined && { keys: [rowKeyJson(only, key)] }),
  };
}

function namedTable(tables: readonly FeedTable[], name: string): FeedTable {
  const found = tables.find((table) => tableName(table).toLowerCase() === name.toLowerCase());
  if (found === undefined) throw noTable(name, tables.map(tableName));
  return found;
}

function noTable(name: string, known: readonly string[]): UserError {
  return new UserError(`The feed has no table ${name}; it has ${known.join(', ')}.`);
}

/** A replay pages nobody unless it is told to. */
function sayAlerts(target: Target, { sendAlerts }: ReplayOptions, screen: Screen): void {
  byKind(target, {
    sqlserver: (relational) => {
      const inserts = `Inserts of ${invoiceTable(relational)} whose alerts never went out`;
      screen.line(
        sendAlerts === true
          ? `${inserts} tell their customers now.`
          : `${inserts} are left out; --send-alerts sends them, and tells their customers.`,
      );
    },
    dynamodb: () => undefined,
  });
}

/** A table of what would be sent, and what could not be. */
export function previewText(counts: readonly ChangeCount[]): string {
  const sendable = counts.filter(({ canBeRebuilt }) => canBeRebuilt);
  const lost = counts.reduce((sum, one) => sum + (one.canBeRebuilt ? 0 : one.changes), 0);
  const heading = ['table', 'operation', 'changes', 'first position', 'last position'];
  const rows = sendable.map(({ table, operation, changes, first, last }) => [
    table,
    operation,
    changes,
    first ?? '',
    last ?? '',
  ]);
  return [
    rows.length === 0 ? 'The lake holds no such change.' : textTable([heading, ...rows]),
    ...(lost === 0
      ? []
      : [
          `${count(lost)} more cannot be rebuilt: no row of the lake has the item as it was before.`,
        ]),
  ].join('\n');
}
