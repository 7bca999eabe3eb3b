import { z } from 'zod';
import { wholeNumber } from './whole-number';

/** Who is told of a feed's troubles, and how soon. */
export const operators = z
  .strictObject({
    /** Who gets the alarms by e-mail; each confirms the subscription once. */
    emails: z.array(z.email({ error: 'give an e-mail address' })).default([]),
    /** How late a change may be before the alarms ring. */
    lagSecondsMax: wholeNumber({ min: 60, max: 86_400, unit: 'seconds' }).default(300),
  })
  .prefault({});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = z
  .union(
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653].map((days) =>
      z.literal(days),
    ),
    { error: 'give a retention that CloudWatch Logs has: 1, 3, 5, 7, 14, 30, 60, 90, 365, …' },
  )
  .default(30);
