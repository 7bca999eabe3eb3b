import { z } from 'zod';
import { region } from './region';
import { wholeNumber } from './whole-number';

/** The lake bucket, its catalogue and who may query how much. */
export const lake = z
  .strictObject({
    /** Half of the two keys that deleting the lake needs (the other: `allowDataDeletion`). */
    deleteDataOnDestroy: z.boolean({ error: 'give true or false' }).default(false),
    /** How long a replaced or deleted object can still be brought back. */
    noncurrentVersionDays: wholeNumber({ min: 1, max: 3650, unit: 'days' }).default(30),
    /** When files move to the infrequent-access class (S3 takes 30 days or more); 0 leaves them. */
    infrequentAccessAfterDays: z
      .union([z.literal(0), wholeNumber({ min: 30, max: 3650, unit: 'days' })], {
        error: 'give 0 (never) or a whole number of days from 30 to 3650',
      })
      .default(90),
    queryResultDays: wholeNumber({ min: 1, max: 365, unit: 'days' }).default(7),
    /** A query that would read more is cancelled (Athena's least is 10 MB). */
    queryScanBytesMax: wholeNumber({
      min: 10_000_000,
      max: 1_000_000_000_000_000,
      unit: 'bytes',
    }).default(1_000_000_000_000),
    /** The first day that queries look for, UTC; no file may be older. */
    firstDay: z.iso.date({ error: 'give a day as yyyy-mm-dd' }).default('2026-01-01'),
    /**
     * Copies the bucket to another region, under a key there: every object and delete marker from then on.
     * S3 bills the copy and the transfer:
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
     */
    replica: z.strictObject({ region }, { error: "give { region: 'eu-central-1' }" }).optional(),
  })
  .prefault({});
