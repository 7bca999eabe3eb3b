import { z } from 'zod';
import type { FeedTable } from '../wire/feed-table';
import { parseSqlServerType } from '../wire/sql-server-type';

/** A name that SQL Server, JSON paths and Athena all take without quoting. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

const NAME_ADVICE =
  'give a plain name: a letter or underscore, then letters, digits and underscores, at most 128';

function isCarried(type: string): boolean {
  try {
    parseSqlServerType(type);
    return true;
  } catch {
    return false;
  }
}

const columnType = z
  .string({ error: 'give a SQL Server type such as int or decimal(12,2)' })
  .refine(isCarried, {
    error: 'give a SQL Server type that a feed carries, such as int, decimal(38,10), nvarchar(max)',
  });

const table = z.strictObject({
  /** `dbo.invoices`, spelled as the database spells it: DMS matches names by its collation. */
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}\.[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
      error: 'give schema and table, such as dbo.invoices',
    })
    .refine((name) => !/\.awsdms_/i.test(name), {
      error: 'choose another table: names with awsdms_ belong to DMS',
    }),
  /** Columns that together name a row; an empty list says that rows have no name. */
  key: z.array(z.string(), { error: "give the key's columns, or [] for a table without one" }),
  /**
   * The column whose value chooses the shard: of 1 to 256 characters in every row, or the row stops the feed. Default:
   * the first key column.
   */
  partitionBy: z.string().optional(),
  /**
   * Columns that the feed leaves out on purpose. Every other column of the source is to be declared: one
   * that is neither stops the feed, since its values would be dropped.
   */
  leaveOut: z.array(z.string(), { error: 'list columns that the feed is to leave out' }).optional(),
  /** Every column and its type, in table order. */
  columns: z
    .record(z.string().regex(PLAIN_NAME, { error: NAME_ADVICE }), columnType)
    .refine((columns) => Object.keys(columns).length > 0, {
      error: 'give at least one column, such as { invoice_id: "int" }',
    }),
});

type TableSettings = z.output<typeof table>;
type Context = z.core.$RefinementCtx;

function checkColumnsNamed(value: TableSettings, context: Context): void {
  const known = Object.keys(value.columns);
  const named: [PropertyKey[], string | undefined][] = [
    ...value.key.map((column, index): [PropertyKey[], string] => [['key', index], column]),
    [['partitionBy'], value.partitionBy],
  ];
  for (const [path, column] of named) {
    if (column === undefined || known.includes(column)) continue;
    const message = `name a column of ${value.name}: ${known.join(', ')}`;
    context.addIssue({ code: 'custom', path, message, input: column });
  }
  const both = value.leaveOut?.find((column) => known.includes(column));
  if (both !== undefined) {
    const message = 'either declare the column or leave it out';
    context.addIssue({ code: 'custom', path: ['leaveOut'], message, input: both });
  }
  const lowered = known.map((column) => column.toLowerCase());
  const twin = known.find((column, index) => lowered.indexOf(column.toLowerCase()) !== index);
  if (twin !== undefined) {
    const message = 'rename one column: two differ only in case, and the lake has lower case only';
    context.addIssue({ code: 'custom', path: ['columns', twin], message, input: twin });
  }
}

function feedTableOf({ name, ...table }: TableSettings): FeedTable {
  const [schema = '', tableName = ''] = name.split('.');
  const { partitionBy, leaveOut, ...rest } = table;
  return {
    schema,
    name: tableName,
    ...rest,
    ...(partitionBy !== undefined && { partitionBy }),
    ...(leaveOut !== undefined && { leaveOut }),
  };
}

export const feedTables = z
  .array(table.superRefine(checkColumnsNamed), {
    error: 'list the tables of the feed, each with name, key and columns',
  })
  .min(1, { error: 'list at least one table: a feed without tables carries nothing' })
  .superRefine((tables, context) => {
    const names = tables.map(({ name }) => name.toLowerCase().replace('.', '_'));
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return;
      const message = 'list each table once (names that differ only in case or dot count as one)';
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message,
        input: tables[index]?.name,
      });
    });
  })
  .transform((tables) => tables.map(feedTableOf));
