import * as z from 'zod/mini';

/** A source table as the feed declares it; carried from settings to functions, views and the CLI. */
export const feedTable = z.strictObject({
  schema: z.string(),
  name: z.string(),
  /** The logical key: columns that together name a row. Empty: the table is a multiset of rows. */
  key: z.array(z.string()),
  /** The column whose value chooses the shard; without it DMS takes the primary key or the table. */
  partitionBy: z.optional(z.string()),
  /** Column name to SQL Server type, as in a CREATE TABLE: `decimal(38,10)`. In table order. */
  columns: z.record(z.string(), z.string()),
  /** Columns of the source that the feed leaves out on purpose. */
  leaveOut: z.optional(z.array(z.string())),
});

export type FeedTable = z.infer<typeof feedTable>;

/** `dbo.invoices` */
export function tableName(table: { schema: string; name: string }): string {
  return `${table.schema}.${table.name}`;
}
