import { z } from 'zod';
import { delivery, stream } from './delivery';
import { feedAccounts } from './feed-accounts';
import { itemColumns } from './item-columns';
import { itemTable } from './item-table';
import { logRetentionDays, operators } from './operators';
import { wholeNumber } from './whole-number';

const trueOrFalse = z.boolean({ error: 'give true or false' });

/** The form of a row in the lake. */
const rows = z
  .strictObject({
    /** A list as one column of JSON text, or as one column an element. */
    lists: z.enum(['json', 'indexed'], { error: 'give json or indexed' }).default('json'),
    /** Keeps the item as it was before each change, in `before_json`: about as much again to store. */
    oldImage: trueOrFalse.default(false),
  })
  .prefault({});

/** Copies of the table that an initial load reads once. */
const exported = z
  .strictObject({
    /** When an export is deleted from the feed's bucket. */
    keepDays: wholeNumber({ min: 1, max: 365, unit: 'days' }).default(7),
  })
  .prefault({});

/**
 * Ten shards carry 10 MB or 10,000 changes a second; on demand starts at 4 MB a second:
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const ITEM_STREAM = { capacity: { mode: 'provisioned', shards: 10 } } as const;

/** A feed from a DynamoDB table: each item change to a stream and to the lake, in one account or across two. */
export const dynamoFeedSchema = z
  .strictObject({
    kind: z.literal('dynamodb'),
    table: itemTable,
    columns: itemColumns,
    rows,
    stream: stream(ITEM_STREAM),
    delivery: delivery({ bufferSeconds: 120 }),
    exports: exported,
    /**
     * A Glue crawler that looks at the files each day and keeps what it finds in a table of its own. Glue bills
     * ten minutes a run at least: https://aws.amazon.com/glue/pricing/
     */
    crawler: trueOrFalse.default(false),
    /**
     * Registers the rows' place with Lake Formation, in hybrid mode: IAM's permissions go on to hold.
     * https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-access-mode.html
     */
    registerWithLakeFormation: trueOrFalse.default(false),
    operators,
    logRetentionDays,
    /** Left out: table and lake are in one account, and the feed uses the shared lake. */
    accounts: feedAccounts.optional(),
  })
  .superRefine((feed, context) => {
    const problem = (path: PropertyKey[], message: string, input: unknown) =>
      context.addIssue({ code: 'custom', path, message, input });
    // With problems of its own a setting comes as written, or not at all: tell those first.
    const columns = itemColumns.safeParse(feed.columns).data ?? [];
    const { delivery, rows, crawler } = feed as Partial<typeof feed>;
    columns.forEach(({ attribute }, index) => {
      if (rows?.lists !== 'json' || attribute.every((part) => typeof part === 'string')) return;
      const message = "leave it out, or set rows.lists to 'indexed': a list is one column of JSON";
      problem(['columns', index, 'attribute'], message, attribute);
    });
    if (delivery?.form !== 'raw') return;
    if (columns.length > 0)
      problem(['columns'], 'leave it out: raw records have no columns', feed.columns);
    if (crawler === true)
      problem(['crawler'], 'give false: raw records are no lines that a crawler reads', crawler);
  });

export type DynamoFeedInput = Omit<z.input<typeof dynamoFeedSchema>, 'kind'>;
export type DynamoFeed = z.output<typeof dynamoFeedSchema>;

/** Declares a feed; `defineSettings` checks it, so that all problems are told together. */
export function dynamoFeed(feed: DynamoFeedInput): z.input<typeof dynamoFeedSchema> {
  return { kind: 'dynamodb', ...feed };
}
