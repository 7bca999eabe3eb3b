import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { silentScreen } from '../../../cli/screen';
import { reloadTables } from '../../../cli/steps/reload-tables';
import type { RelationalTarget } from '../../../cli/target';

/** A running task of twelve tables, of which a page shows seven; a reload of it ends at once. */
function taskOfTwelve() {
  const ended = new Map(
    Array.from({ length: 12 }, (_, at): [string, Date] => [`t${String(at + 1)}`, new Date(1)]),
  );
  const reloads: string[][] = [];
  const answers: Record<string, (input: never) => object> = {
    DescribeReplicationTasksCommand: () => ({ ReplicationTasks: [{ Status: 'running' }] }),
    DescribeTableStatisticsCommand: ({ Marker }: { Marker?: string }) => {
      const from = Number(Marker ?? 0);
      return {
        TableStatistics: [...ended].slice(from, from + 7).map(([TableName, FullLoadEndTime]) => ({
          SchemaName: 'dbo',
          TableName,
          TableState: 'Table completed',
          FullLoadEndTime,
        })),
        ...(from === 0 ? { Marker: '7' } : {}),
      };
    },
    ReloadTablesCommand: ({ TablesToReload }: { TablesToReload: { TableName: string }[] }) => {
      const names = TablesToReload.map(({ TableName }) => TableName);
      reloads.push(names);
      for (const name of names) ended.set(name, new Date(2));
      return {};
    },
  };
  const dms = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  const send = (command: { input: never }) =>
    Promise.resolve(answers[command.constructor.name]!(command.input));
  Object.assign(dms, { send });
  const feed = { dms: { taskArn: 'arn:aws:dms:eu-west-1:111122223333:task:BILLING' } };
  return { reloads, target: { name: 'laptop', feed, clients: { dms } } as RelationalTarget };
}

const all = Array.from({ length: 12 }, (_, at) => `dbo.t${String(at + 1)}`);

describe('reloadTables', () => {
  it('asks for no more tables at a time than DMS takes', async () => {
    const { reloads, target } = taskOfTwelve();

    await reloadTables(target, all, silentScreen);

    expect(reloads).toEqual([
      ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9', 't10'],
      ['t11', 't12'],
    ]);
  });

  it('loads a table once that is named twice', async () => {
    const { reloads, target } = taskOfTwelve();

    await reloadTables(target, ['dbo.t1', 'dbo.t1'], silentScreen);

    expect(reloads).toEqual([['t1']]);
  });

  it('names a table that the task does not have, and those that it has', async () => {
    const { reloads, target } = taskOfTwelve();

    await expect(reloadTables(target, ['dbo.t13'], silentScreen)).rejects.toThrow(
      /^The task has no table dbo\.t13\. It has dbo\.t1, .*, dbo\.t12\.$/,
    );
    expect(reloads).toEqual([]);
  });
});
