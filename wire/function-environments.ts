import * as z from 'zod';
import { feedTable } from './feed-table';

/**
 * The environment variables of each function: what its stack writes and its handler reads. A value
 * that is missing or wrong stops the function at start, named.
 */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        context.addIssue({ code: 'custom', message: `no JSON (${String(error)})` });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Not `coerce`: it reads an empty text as 0. */
const count = z.string().trim().min(1).transform(Number).pipe(z.number().nonnegative());

/** `consumers/flatten-row-changes`: the Firehose transform of the relational feed. */
export const flattenRowChangesEnvironment = z.object({
  FEED: z.string().min(1),
  TABLES: json(z.array(feedTable)),
});

/** `consumers/flatten-item-changes`: the Firehose transform of the DynamoDB feed. */
export const flattenItemChangesEnvironment = z.object({
  FEED: z.string().min(1),
  /** `json` or `indexed`: how lists become columns. */
  LISTS: z.enum(['json', 'indexed']),
  OLD_IMAGE: z.enum(['true', 'false']).transform((text) => text === 'true'),
});

/** `consumers/billing-alerts`. */
export const billingAlertsEnvironment = z.object({
  FEED: z.string().min(1),
  /** The invoice table as `schema.table`. */
  INVOICE_TABLE: z.string().min(1),
  TOPIC_ARN: z.string().min(1),
  LEDGER_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  /** Set where contacts get direct SMS instead of the topic. */
  CONTACTS_TABLE: z.string().optional(),
  QUARANTINE_BUCKET: z.string().min(1),
  QUARANTINE_PREFIX: z.string().min(1),
  /** Whose table statistics tell that a table's full load is finished. */
  REPLICATION_TASK_ARN: z.string().min(1),
  /** Usage above this multiple of the customer's own mean is "above normal". */
  USAGE_FACTOR: count,
  /** kWh a month; judges customers without enough history. */
  USAGE_THRESHOLD_KWH: count,
  LEASE_SECONDS: count,
  LEDGER_RETENTION_DAYS: count,
  /** Alerts of a clock hour above which they are held; no limit without it. */
  ALERTS_PER_HOUR_MAX: count.optional(),
  /** What happens to an alert whose sending is in doubt. */
  IN_DOUBT: z.enum(['hold', 'send-again']),
});

/** `consumers/database-runner`. */
export const databaseRunnerEnvironment = z.object({
  FEED: z.string().min(1),
  DATABASE_HOST: z.string().min(1),
  DATABASE_PORT: count,
  DATABASE_NAME: z.string().min(1),
  MASTER_SECRET_ARN: z.string().min(1),
  DMS_SECRET_ARN: z.string().min(1),
  TABLES: json(z.array(feedTable)),
  /** Seconds between scans of the CDC capture job; facts of the DMS engine version decide. */
  CAPTURE_POLLING_SECONDS: count,
  /** `rds` has its own procedures for CDC; `sqlserver` is any other server. */
  DATABASE_KIND: z.enum(['rds', 'sqlserver']),
  MULTI_AZ: z.enum(['true', 'false']).transform((text) => text === 'true'),
  /**
   * PEM file with RDS's certificate authorities, read when the host is not loopback. On Lambda
   * `/var/runtime/ca-cert.pem` holds them; Node.js 20 and later no longer load it by themselves.
   */
  DATABASE_CA_FILE: z.string().min(1).optional(),
});

/** `consumers/suspended-tables`: the scheduled check. */
export const suspendedTablesEnvironment = z.object({
  FEED: z.string().min(1),
  REPLICATION_TASK_ARN: z.string().min(1),
});

/** `consumers/source-watch`: the scheduled look at the source. */
export const sourceWatchEnvironment = z.object({
  FEED: z.string().min(1),
  /** Read, and stopped in front of what the feed cannot carry. */
  WATCHED_TASK_ARN: z.string().min(1),
  /** Asked for what stands in the database; this function stands outside its network. */
  RUNNER_FUNCTION: z.string().min(1),
  WATCH_TABLE: z.string().min(1),
});

/** What a stack passes: every value as the text that the environment carries. */
export type EnvironmentText<Schema extends z.ZodObject> = {
  [Name in keyof z.input<Schema>]: string;
};
