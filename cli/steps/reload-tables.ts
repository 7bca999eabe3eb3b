import {
  ReloadTablesCommand,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import { MAX_RELOADED_TABLES } from '../../wire/reloaded-tables';
import { count } from '../progress';
import type { Screen } from '../screen';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';
import { describeTask, tableStatistics } from './start-task';
import { nextPoll } from './next-poll';

/**
 * Loads these tables again while the task goes on with the changes of all, as many at a time as DMS takes, and
 * waits until they are loaded. A table that is named twice is loaded once.
 * https://docs.aws.amazon.com/dms/latest/APIReference/API_ReloadTables.html
 */
export async function reloadTables(
  target: RelationalTarget,
  names: readonly string[],
  screen: Screen,
): Promise<void> {
  const tables = [...new Set(names)];
  const { Status = 'unknown' } = await describeTask(target);
  if (Status !== 'running') {
    throw new UserError(
      `The replication task is ${Status}: start it with "dms resume", then reload its tables.`,
    );
  }
  const before = new Map((await tableStatistics(target)).map((table) => [nameOf(table), table]));
  const unknown = tables.find((table) => !before.has(table));
  if (unknown !== undefined) {
    throw new UserError(
      `The task has no table ${unknown}. It has ${[...before.keys()].join(', ')}.`,
    );
  }
  for (let at = 0; at < tables.length; at += MAX_RELOADED_TABLES) {
    const some = tables.slice(at, at + MAX_RELOADED_TABLES);
    await askForReload(target, some);
    for (const table of some) await reloaded(target, { table, before: before.get(table) }, screen);
  }
}

async function askForReload(target: RelationalTarget, tables: readonly string[]): Promise<void> {
  await target.clients.dms.send(
    new ReloadTablesCommand({
      ReplicationTaskArn: target.feed.dms.taskArn,
      TablesToReload: tables.map((table) => {
        const [SchemaName = '', TableName = ''] = table.split('.');
        return { SchemaName, TableName };
      }),
    }),
  );
}

async function reloaded(
  target: RelationalTarget,
  { table, before }: { table: string; before: TableStatistics | undefined },
  screen: Screen,
): Promise<void> {
  const endedBefore = before?.FullLoadEndTime?.getTime() ?? 0;
  for (;;) {
    const now = (await tableStatistics(target)).find((candidate) => nameOf(candidate) === table);
    const isLoaded =
      now?.TableState === 'Table completed' && (now.FullLoadEndTime?.getTime() ?? 0) > endedBefore;
    if (isLoaded) {
      screen.line(`  ${table.padEnd(28)} loaded again, ${count(now.FullLoadRows ?? 0)} rows`);
      return;
    }
    const { Status, LastFailureMessage } = await describeTask(target);
    if (Status === 'failed') throw new UserError(`The reload failed: ${LastFailureMessage ?? ''}`);
    screen.status(`${table}: ${now?.TableState ?? ''}`);
    await nextPoll(target);
  }
}

function nameOf({ SchemaName = '', TableName = '' }: TableStatistics): string {
  return `${SchemaName}.${TableName}`;
}
