import { defineSettings } from '../../settings/define-settings';
import { dynamoFeed } from '../../settings/dynamo-feed';
import { sqlServerFeed } from '../../settings/sql-server-feed';
import { settings } from '../../settings';

export type FeedName = 'billing' | 'people';

/**
 * The project's own feeds with shorter waits. Files are not compressed, which Node does in threads. Usage
 * is above normal beyond what the earlier invoices can make of it, so that their order does not matter.
 */
export function simulatedSettings() {
  const { billing } = settings.feeds;
  if (billing?.kind !== 'sqlserver') throw new Error('settings.ts declares no feed billing');
  return defineSettings({
    environment: 'development',
    region: 'eu-west-1',
    lake: { deleteDataOnDestroy: true },
    feeds: {
      billing: sqlServerFeed({
        database: { name: 'democustomer', deleteDataOnDestroy: true },
        tables: billing.tables.map(({ schema, name, ...table }) => ({
          ...table,
          name: `${schema}.${name}`,
        })),
        stream: { capacity: { mode: 'provisioned', shards: 2 } },
        delivery: { bufferSeconds: 10, compression: 'UNCOMPRESSED' },
        alerts: { invoiceTable: 'dbo.invoices', leaseSeconds: 65, deleteDataOnDestroy: true },
      }),
      people: dynamoFeed({
        table: {
          kind: 'create',
          key: { partition: { name: 'id', type: 'S' } },
          deleteDataOnDestroy: true,
        },
        columns: [],
        rows: { oldImage: true },
        stream: { capacity: { mode: 'provisioned', shards: 2 } },
        delivery: { bufferSeconds: 10, compression: 'UNCOMPRESSED' },
      }),
    },
  });
}
