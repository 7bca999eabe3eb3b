import { settings } from '../../settings';
import { defineSettings } from '../../settings/define-settings';
import { sqlServerFeed } from '../../settings/sql-server-feed';

/** A table of nothing but a key and a text, beside those of the feed. */
const READINGS = {
  name: 'dbo.readings',
  key: ['reading_id'],
  columns: { reading_id: 'int', note: 'varchar(1000)' },
};

/** The feed of settings.ts with the table of readings, and a delivery of the given buffering. */
export function measuredSettings(bufferSeconds: number) {
  const { billing } = settings.feeds;
  if (billing?.kind !== 'sqlserver') throw new Error('settings.ts has no feed billing');
  return defineSettings({
    environment: 'development',
    region: settings.region,
    feeds: {
      billing: sqlServerFeed({
        database: { name: 'democustomer' },
        tables: [
          ...billing.tables.map(({ schema, name, ...table }) => ({
            ...table,
            name: `${schema}.${name}`,
          })),
          READINGS,
        ],
        delivery: { bufferSeconds },
        alerts: { invoiceTable: 'dbo.invoices', batchRecordsMax: 1000, batchWindowSeconds: 0 },
      }),
    },
  });
}
