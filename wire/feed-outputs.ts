import { z } from 'zod';
import { feedTable } from './feed-table';

const place = z.strictObject({ bucket: z.string(), prefix: z.string() });

/**
 * Terraform sorts the members of an object, and the order of a table's columns matters: so the stack
 * writes the tables as JSON text.
 */
const tables = z.union([
  z.array(feedTable),
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(feedTable)),
]);

/**
 * The `feed` output of a relational feed's stack: all that the CLI knows of a deployment. The laptop
 * cloud writes the same document.
 */
export const relationalFeedOutputs = z.strictObject({
  kind: z.literal('sqlserver'),
  feed: z.string(),
  region: z.string(),
  account: z.string(),
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
  stream: z.strictObject({ name: z.string(), arn: z.string() }),
  delivery: z.strictObject({ name: z.string(), bufferSeconds: z.number() }),
  lake: z.strictObject({
    bucket: z.string(),
    /** Where the feed's rows lie; ends in `/`. */
    prefix: z.string(),
    errorPrefix: z.string(),
    database: z.string(),
    /** The Glue table over all the feed's rows. */
    table: z.string(),
    workgroup: z.string(),
    /** By `schema.table`: the views of its typed changes and of its current state. */
    views: z.record(z.string(), z.strictObject({ changes: z.string(), current: z.string() })),
  }),
  alerts: z.strictObject({
    function: z.string(),
    topicArn: z.string(),
    ledgerTable: z.string(),
    historyTable: z.string(),
    contactsTable: z.string().optional(),
  }),
  /** Failure destinations: where what could not be handled ends. */
  quarantine: z.array(place),
  operatorsTopicArn: z.string(),
  dashboard: z.string(),
});

export type RelationalFeedOutputs = z.infer<typeof relationalFeedOutputs>;
