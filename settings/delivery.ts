import { z } from 'zod';
import { wholeNumber } from './whole-number';

const shards = wholeNumber({ min: 1, max: 500, unit: 'shards' });

const capacity = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({ mode: z.literal('on-demand') }),
    z.strictObject({ mode: z.literal('provisioned'), shards }),
  ],
  { error: "give { mode: 'on-demand' } or { mode: 'provisioned', shards: 2 }" },
);

/** The Kinesis stream. Retention is a week, because a day ends before a weekend does. */
export function stream(defaults: { capacity: z.input<typeof capacity> }) {
  return z
    .strictObject({
      capacity: capacity.prefault(defaults.capacity),
      retentionHours: wholeNumber({ min: 24, max: 8760, unit: 'hours' }).default(168),
    })
    .prefault({});
}

const COMPRESSIONS = ['GZIP', 'UNCOMPRESSED', 'ZIP', 'Snappy', 'HADOOP_SNAPPY'] as const;

/** Firehose: whichever of size and interval comes first closes a file. */
export function delivery(defaults: { bufferSeconds: number }) {
  return z
    .strictObject({
      /** `rows` transforms records to the lake's columns; `raw` delivers them as they are. */
      form: z.enum(['rows', 'raw'], { error: 'give rows or raw' }).default('rows'),
      bufferMegabytes: wholeNumber({ min: 1, max: 128, unit: 'MB' }).default(1),
      bufferSeconds: wholeNumber({ min: 0, max: 900, unit: 'seconds' }).default(
        defaults.bufferSeconds,
      ),
      compression: z
        .enum(COMPRESSIONS, { error: `give one of ${COMPRESSIONS.join(', ')}` })
        .default('GZIP'),
    })
    .prefault({});
}

export type Stream = z.output<ReturnType<typeof stream>>;
export type Delivery = z.output<ReturnType<typeof delivery>>;
