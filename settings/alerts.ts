import { z } from 'zod';
import { wholeNumber } from './whole-number';

const positive = (what: string) => z.number({ error: what }).positive({ error: what });

/** The billing consumer: whom it alerts, when, and how hard it tries. */
export const alerts = z.strictObject({
  /** The table of the feed whose inserts are bills. */
  invoiceTable: z.string({ error: 'name the table of invoices, such as dbo.invoices' }),
  /** Usage above this multiple of the customer's own mean is above normal. */
  usageFactor: positive('give a number above 0, such as 1.5').default(1.5),
  /** Judges customers whose history is too short. */
  usageThresholdKwh: positive('give kilowatt-hours a month above 0').default(60),
  /**
   * After it, an alert that was claimed and not marked sent is in doubt. After a crash the alerts behind
   * it wait so long; at least the function's time-out of 60 s, or two may send at once.
   */
  leaseSeconds: wholeNumber({ min: 65, max: 3600, unit: 'seconds' }).default(90),
  /** Longer than the stream's retention, or a replay alerts again. */
  ledgerRetentionDays: wholeNumber({ min: 1, max: 3650, unit: 'days' }).default(400),
  /**
   * The brake: above this number in a clock hour (UTC) alerts are held for an operator, exactly once as
   * ever, so that a bad batch does not page a whole city. None by default, since only you know how many
   * bills an hour are right: a guess would hold a good billing run. Give about twice your busiest hour.
   */
  perHourMax: wholeNumber({ min: 1, max: 1_000_000, unit: 'alerts an hour' }).optional(),
  inDoubt: z.enum(['hold', 'send-again'], { error: 'give hold or send-again' }).default('hold'),
  /**
   * `topic` lets a subscription's filter policy pick its customer; `contacts` sends SMS by a table
   * of numbers, for more customers than a topic takes filter policies (200 by default):
   * https://docs.aws.amazon.com/general/latest/gr/sns.html
   */
  recipients: z.enum(['topic', 'contacts'], { error: 'give topic or contacts' }).default('topic'),
  batchRecordsMax: wholeNumber({ min: 1, max: 10_000, unit: 'records' }).default(100),
  batchWindowSeconds: wholeNumber({ min: 0, max: 300, unit: 'seconds' }).default(1),
  parallelBatchesPerShard: wholeNumber({ min: 1, max: 10, unit: 'batches' }).default(1),
  /**
   * Left at Lambda's most: only transient failures are retried, and an alert whose claim a crash left
   * behind waits for its lease. The age below is what ends it.
   */
  retriesMax: wholeNumber({ min: 0, max: 10_000, unit: 'retries' }).default(10_000),
  recordAgeSecondsMax: wholeNumber({ min: 60, max: 604_800, unit: 'seconds' }).default(86_400),
  /** Half of the two keys that deleting ledger and history needs. */
  deleteDataOnDestroy: z.boolean({ error: 'give true or false' }).default(false),
});

export type Alerts = z.output<typeof alerts>;
