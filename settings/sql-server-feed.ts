import { z } from 'zod';
import { feedTable, tableName } from '../wire/feed-table';
import { FORMS_TABLE, hasFormsTable } from '../wire/forms-table';
import { alerts } from './alerts';
import { database } from './database';
import { delivery, stream } from './delivery';
import { feedTables } from './feed-tables';
import { logRetentionDays, operators } from './operators';
import { replication } from './replication';

/** A feed from SQL Server on RDS: changes by DMS to a stream, from it to the lake and to customers. */
export const sqlServerFeedSchema = z
  .strictObject({
    kind: z.literal('sqlserver'),
    database,
    tables: feedTables,
    /**
     * Carries a table of one column of every type as well, `dbo.tributary_forms`, for
     * `tributary dms verify-forms`: it compares the records of DMS with the forms that the readers assume.
     */
    verifyForms: z.boolean({ error: 'give true or false' }).default(false),
    replication,
    stream: stream({ capacity: { mode: 'on-demand' } }),
    delivery: delivery({ bufferSeconds: 60 }),
    alerts,
    operators,
    logRetentionDays,
  })
  .superRefine((feed, context) => {
    // With problems in the tables themselves they come as written, or not at all: tell those first.
    const tables = z.array(feedTable).min(1).safeParse(feed.tables).data;
    if (tables === undefined) return;
    const names = tables.map(tableName);
    const invoices = tables.find((table) => tableName(table) === feed.alerts.invoiceTable);
    const problem = (path: string, message: string) =>
      context.addIssue({
        code: 'custom',
        path: ['alerts', path],
        message,
        input: feed.alerts[path as keyof typeof feed.alerts],
      });
    if (invoices === undefined)
      problem('invoiceTable', `name a table of the feed: ${names.join(', ')}`);
    else if (invoices.key.length === 0)
      problem(
        'invoiceTable',
        'give this table a key: without one an alert cannot be told from another',
      );
    if (feed.alerts.ledgerRetentionDays * 24 <= feed.stream.retentionHours)
      problem(
        'ledgerRetentionDays',
        `give more than the stream's retention (${feed.stream.retentionHours} hours), or a replay alerts twice`,
      );
  })
  .transform((feed) => ({
    ...feed,
    tables:
      feed.verifyForms && !hasFormsTable(feed.tables) ? [...feed.tables, FORMS_TABLE] : feed.tables,
  }));

export type SqlServerFeedInput = Omit<z.input<typeof sqlServerFeedSchema>, 'kind'>;
export type SqlServerFeed = z.output<typeof sqlServerFeedSchema>;

/** Declares a feed; `defineSettings` checks it, so that all problems are told together. */
export function sqlServerFeed(feed: SqlServerFeedInput): z.input<typeof sqlServerFeedSchema> {
  return { kind: 'sqlserver', ...feed };
}
