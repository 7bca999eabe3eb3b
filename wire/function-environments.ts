import * as z from 'zod/mini';
import { feedTable } from './feed-table';

/**
 * The environment variables of each function: what its stack writes and its handler reads. A value
 * that is missing or wrong stops the function at start, named.
 */
const json = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, { issues }) => {
        try {
          return JSON.parse(text) as unknown;
        } catch (error) {
          issues.push({ code: 'custom', message: `no JSON (${String(error)})`, input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );

const text = z.string().check(z.minLength(1));

/** Not `coerce`: it reads an empty text as 0. */
const count = z.pipe(
  z.pipe(z.string().check(z.trim(), z.minLength(1)), z.transform(Number)),
  z.number().check(z.nonnegative()),
);

const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

/** `consumers/flatten-row-changes`: the Firehose transform of the relational feed. */
export const flattenRowChangesEnvironment = z.object({
  FEED: text,
  TABLES: json(z.array(feedTable)),
});

/** `consumers/flatten-item-changes`: the Firehose transform of the DynamoDB feed. */
export const flattenItemChangesEnvironment = z.object({
  FEED: text,
  /** `json` or `indexed`: how lists become columns. */
  LISTS: z.enum(['json', 'indexed']),
  OLD_IMAGE: flag,
});

/** `consumers/billing-alerts`. */
export const billingAlertsEnvironment = z.object({
  FEED: text,
  /** The invoice table as `schema.table`. */
  INVOICE_TABLE: text,
  TOPIC_ARN: text,
  LEDGER_TABLE: text,
  HISTORY_TABLE: text,
  /** Set where contacts get direct SMS instead of the topic. */
  CONTACTS_TABLE: z.optional(z.string()),
  QUARANTINE_BUCKET: text,
  QUARANTINE_PREFIX: text,
  /** Whose table statistics tell that a table's full load is finished. */
  REPLICATION_TASK_ARN: text,
  /** Usage above this multiple of the customer's own mean is "above normal". */
  USAGE_FACTOR: count,
  /** kWh a month; judges customers without enough history. */
  USAGE_THRESHOLD_KWH: count,
  LEASE_SECONDS: count,
  LEDGER_RETENTION_DAYS: count,
  /** Alerts of a clock hour above which they are held; no limit without it. */
  ALERTS_PER_HOUR_MAX: z.optional(count),
  /** What happens to an alert whose sending is in doubt. */
  IN_DOUBT: z.enum(['hold', 'send-again']),
});

/** `consumers/database-runner`. */
export const databaseRunnerEnvironment = z.object({
  FEED: text,
  DATABASE_HOST: text,
  DATABASE_PORT: count,
  DATABASE_NAME: text,
  MASTER_SECRET_ARN: text,
  DMS_SECRET_ARN: text,
  TABLES: json(z.array(feedTable)),
  /** Seconds between scans of the CDC capture job; facts of the DMS engine version decide. */
  CAPTURE_POLLING_SECONDS: count,
  /** `rds` has its own procedures for CDC; `sqlserver` is any other server. */
  DATABASE_KIND: z.enum(['rds', 'sqlserver']),
  MULTI_AZ: flag,
  /**
   * PEM file with RDS's certificate authorities, read when the host is not loopback. On Lambda
   * `/var/runtime/ca-cert.pem` holds them; Node.js 20 and later no longer load it by themselves.
   */
  DATABASE_CA_FILE: z.optional(text),
});

/** `consumers/suspended-tables`: the scheduled check. */
export const suspendedTablesEnvironment = z.object({
  FEED: text,
  REPLICATION_TASK_ARN: text,
});

/** `consumers/source-watch`: the scheduled look at the source. */
export const sourceWatchEnvironment = z.object({
  FEED: text,
  /** Read, and stopped in front of what the feed cannot carry. */
  WATCHED_TASK_ARN: text,
  /** Asked for what stands in the database; this function stands outside its network. */
  RUNNER_FUNCTION: text,
  WATCH_TABLE: text,
});

/** What a stack passes: every value as the text that the environment carries. */
export type EnvironmentText<Schema extends z.ZodMiniObject> = {
  [Name in keyof z.input<Schema>]: string;
};
