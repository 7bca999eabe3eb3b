import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import {
  awaitFullLoad,
  beginTask,
  describeTask,
  ranBefore,
  startTask,
  stopTask,
  tableStatistics,
} from '../steps/start-task';
import { reloadTables } from '../steps/reload-tables';
import { testEndpoints } from '../steps/test-endpoints';
import { textTable } from '../text-table';
import { UserError } from '../user-error';
import { addVerifyFormsCommand } from './verify-forms';

interface StatusOptions extends TargetOptions {
  watch?: true;
  json?: true;
}

const WATCH_MILLISECONDS = 1000;

type Step = (target: RelationalTarget, screen: Screen) => Promise<void>;

export function addDmsCommand(program: Command, screen: Screen): void {
  const dms = program.command('dms').description('the replication task');
  const add = (name: string, description: string, step: Step) =>
    addTargetOptions(
      dms
        .command(name)
        .description(description)
        .action((options: TargetOptions) =>
          withRelational(options, (target) => step(target, screen)),
        ),
      'writes',
    );
  add('test', 'have DMS connect to source and target', testEndpoints);
  add('start', 'prove that delivery reads the stream, then start the full load', start);
  add('stop', 'stop the task; it can be resumed', stopTask);
  add('resume', 'go on where the task stopped', resume);
  addTargetOptions(
    dms
      .command('reload')
      .description('load all tables again, or with --table only those, while changes go on')
      .option('--table <schema.table...>', 'only these tables')
      .action((options: TargetOptions & { table?: string[] }) =>
        withRelational(options, (target) =>
          options.table === undefined
            ? reload(target, screen)
            : reloadTables(target, options.table, screen),
        ),
      ),
    'writes',
  );
  const status = dms
    .command('status')
    .description('the task and its tables')
    .option('--watch', 'again each second, until Ctrl-C')
    .option('--json', 'as JSON')
    .action((options: StatusOptions) =>
      withRelational(options, (target) => show(target, options, screen)),
    );
  addTargetOptions(status, 'reads');
  addVerifyFormsCommand(dms, screen);
}

async function start(target: RelationalTarget, screen: Screen): Promise<void> {
  if (ranBefore(await describeTask(target))) {
    throw new UserError(
      'The task has run before. "dms resume" goes on where it stopped; "dms reload" loads all again.',
    );
  }
  await startTask(target, screen);
  await awaitFullLoad(target, screen);
}

async function resume(target: RelationalTarget, screen: Screen): Promise<void> {
  if (!ranBefore(await describeTask(target))) {
    throw new UserError('The task has never run. Start it with "dms start".');
  }
  await startTask(target, screen);
}

async function reload(target: RelationalTarget, screen: Screen): Promise<void> {
  await stopTask(target, screen);
  await beginTask(target, screen, 'reload-target');
  await awaitFullLoad(target, screen);
}

async function show(
  target: RelationalTarget,
  options: StatusOptions,
  screen: Screen,
): Promise<void> {
  for (;;) {
    const [task, tables] = [await describeTask(target), await tableStatistics(target)];
    if (options.json === true) screen.line(JSON.stringify({ task, tables }));
    else {
      if (options.watch === true) screen.clear();
      screen.line(
        `${task.ReplicationTaskIdentifier ?? ''}: ${task.Status ?? ''} ${task.LastFailureMessage ?? task.StopReason ?? ''}`.trimEnd(),
      );
      const percent = task.ReplicationTaskStats?.FullLoadProgressPercent;
      if (percent !== undefined) screen.line(`full load ${String(percent)} %`);
      screen.line(statisticsText(tables));
    }
    if (options.watch !== true) return;
    await sleep(WATCH_MILLISECONDS);
  }
}

function statisticsText(tables: Awaited<ReturnType<typeof tableStatistics>>): string {
  const heading = ['table', 'state', 'loaded', 'inserts', 'updates', 'deletes'];
  const rows = tables.map((table) => [
    `${table.SchemaName ?? ''}.${table.TableName ?? ''}`,
    table.TableState ?? '',
    table.FullLoadRows ?? 0,
    table.Inserts ?? 0,
    table.Updates ?? 0,
    table.Deletes ?? 0,
  ]);
  return textTable([heading, ...rows]);
}
