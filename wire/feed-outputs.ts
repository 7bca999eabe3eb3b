import * as z from 'zod/mini';
import { feedTable } from './feed-table';

const place = z.strictObject({ bucket: z.string(), prefix: z.string() });

/**
 * Terraform sorts the members of an object, and the order of a table's columns matters: so the stack
 * writes the tables as JSON text.
 */
const tables = z.union([
  z.array(feedTable),
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => JSON.parse(text) as unknown),
    ),
    z.array(feedTable),
  ),
]);

/** What every kind of feed tells of itself. */
const common = {
  feed: z.string(),
  region: z.string(),
  account: z.string(),
  stream: z.strictObject({ name: z.string(), arn: z.string() }),
  delivery: z.strictObject({ name: z.string(), bufferSeconds: z.number() }),
  /** Failure destinations: where what could not be handled ends. */
  quarantine: z.array(place),
  operatorsTopicArn: z.string(),
  dashboard: z.string(),
};

/** Where a feed's rows lie and how they are asked for. */
const lake = {
  bucket: z.string(),
  /** Where the feed's rows lie; ends in `/`. */
  prefix: z.string(),
  errorPrefix: z.string(),
  database: z.string(),
  /** The Glue table over all the feed's rows. */
  table: z.string(),
  workgroup: z.string(),
};

/**
 * The `feed` output of a relational feed's stack: all that the CLI knows of a deployment. The laptop
 * cloud writes the same document.
 */
export const relationalFeedOutputs = z.strictObject({
  kind: z.literal('sqlserver'),
  ...common,
  tables,
  database: z.strictObject({
    name: z.string(),
    host: z.string(),
    port: z.number(),
    /** Invoked by the CLI for everything that touches the database. */
    runnerFunction: z.string(),
    /** The DMS login's secret, filled by the database runner. */
    dmsSecretArn: z.string(),
    masterSecretArn: z.string(),
  }),
  dms: z.strictObject({
    taskArn: z.string(),
    instanceArn: z.string(),
    sourceEndpointArn: z.string(),
    targetEndpointArn: z.string(),
  }),
  lake: z.strictObject({
    ...lake,
    /** By `schema.table`: the views of its typed changes and of its current state. */
    views: z.record(z.string(), z.strictObject({ changes: z.string(), current: z.string() })),
  }),
  alerts: z.strictObject({
    function: z.string(),
    topicArn: z.string(),
    ledgerTable: z.string(),
    historyTable: z.string(),
    contactsTable: z.optional(z.string()),
  }),
  /** The scheduled look at the source, and the table with what it found. */
  sourceWatch: z.strictObject({ function: z.string(), table: z.string() }),
});

/** Of a DynamoDB feed, the part that its lake's account knows: enough to query. */
export const itemLakeOutputs = z.strictObject({
  ...lake,
  /** Twelve digits; another than the feed's where the feed crosses accounts. */
  account: z.string(),
  keyArn: z.string(),
  /** The changes, typed; the items as they stand; the keys whose last changes cannot be put in order. */
  views: z.strictObject({ changes: z.string(), current: z.string(), ties: z.string() }),
});

/** The `feed` output of a DynamoDB feed's stack, across accounts of its source-account stack. */
export const dynamoFeedOutputs = z.strictObject({
  kind: z.literal('dynamodb'),
  ...common,
  table: z.strictObject({
    name: z.string(),
    arn: z.string(),
    /** Names of the key's attributes: partition key, then sort key. */
    key: z.array(z.string()),
  }),
  rows: z.strictObject({
    lists: z.enum(['json', 'indexed']),
    oldImage: z.boolean(),
  }),
  /** Where exports of the table are written, in the feed's account. */
  exports: place,
  lake: itemLakeOutputs,
});

/** The document behind a feed, whatever its kind. */
export const feedOutputs = z.discriminatedUnion('kind', [relationalFeedOutputs, dynamoFeedOutputs]);

export type RelationalFeedOutputs = z.infer<typeof relationalFeedOutputs>;
export type DynamoFeedOutputs = z.infer<typeof dynamoFeedOutputs>;
export type ItemLakeOutputs = z.infer<typeof itemLakeOutputs>;
export type FeedOutputs = z.infer<typeof feedOutputs>;
