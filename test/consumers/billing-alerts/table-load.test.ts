import {
  DatabaseMigrationServiceClient,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { Ledger } from '../../../consumers/billing-alerts/ports/ledger';
import { dmsTableLoad, type TableLoad } from '../../../consumers/billing-alerts/ports/table-load';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');

/** What the consumer takes the first load's end for while DMS tells this of the table. */
function firstEnd(told: TableStatistics): Promise<string | undefined> {
  return tableLoad(told).firstFinishedAt();
}

function tableLoad(told: TableStatistics): TableLoad {
  const table = { SchemaName: 'dbo', TableName: 'invoices', ...told };
  const dms = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  Object.assign(dms, { send: () => Promise.resolve({ TableStatistics: [table] }) });
  const ledger: Pick<Ledger, 'firstLoadFinishedAt' | 'rememberFirstLoad'> = {
    firstLoadFinishedAt: () => Promise.resolve(undefined),
    rememberFirstLoad: (_table, finishedAt) => Promise.resolve(finishedAt),
  };
  return dmsTableLoad(
    { dms, ledger: ledger as Ledger, now: () => NOW },
    'arn:aws:dms:eu-west-1:000000000000:task:T',
    'dbo.invoices',
  );
}

// https://docs.aws.amazon.com/dms/latest/APIReference/API_TableStatistics.html
describe('dmsTableLoad', () => {
  it('knows no end while the first load goes on', async () => {
    const FullLoadStartTime = new Date('2026-01-01T11:00:00.000Z');

    expect(
      await firstEnd({ TableState: 'Full load', FullLoadReloaded: false, FullLoadStartTime }),
    ).toBeUndefined();
  });

  it('takes the end of the first load from DMS', async () => {
    const loaded = {
      TableState: 'Table completed',
      FullLoadReloaded: false,
      FullLoadStartTime: new Date('2026-01-01T11:00:00.000Z'),
      FullLoadEndTime: new Date('2026-01-01T11:30:00.000Z'),
    };

    expect(await firstEnd(loaded)).toBe('2026-01-01T11:30:00.000Z');
  });

  it('gives all who ask at once the same answer', async () => {
    const load = tableLoad({
      TableState: 'Table completed',
      FullLoadEndTime: new Date('2026-01-01T11:30:00.000Z'),
    });

    const answers = await Promise.all([load.firstFinishedAt(), load.firstFinishedAt()]);

    expect(answers).toEqual(['2026-01-01T11:30:00.000Z', '2026-01-01T11:30:00.000Z']);
  });

  it.each(['Table is being reloaded', 'Table completed'])(
    'takes no reload for the first load, though nobody asked before it (%s)',
    async (TableState) => {
      const reloaded = {
        TableState,
        FullLoadReloaded: true,
        FullLoadStartTime: new Date('2026-01-01T11:40:00.000Z'),
        FullLoadEndTime: new Date('2026-01-01T11:50:00.000Z'),
      };

      expect(await firstEnd(reloaded)).toBe('2026-01-01T11:39:00.000Z');
    },
  );

  it('knows before a reload has read a row that the first load is over', async () => {
    expect(await firstEnd({ TableState: 'Before load', FullLoadReloaded: true })).toBe(
      '2026-01-01T11:59:00.000Z',
    );
  });
});
