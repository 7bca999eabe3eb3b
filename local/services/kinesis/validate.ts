import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';
import { PARTITION_KEY_MAX } from './limits';

/** Reads a call's input, and words what is wrong with it as Kinesis does. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.path.map((part, depth) => nameOf(part, depth)).join('.');
    return `Value at '${path}' failed to satisfy constraint: ${issue.message}`;
  });
  const plural = problems.length === 1 ? 'error' : 'errors';
  throw new ServiceError(
    'ValidationException',
    `${problems.length} validation ${plural} detected: ${problems.join('; ')}`,
  );
}

function nameOf(part: PropertyKey, depth: number): string {
  if (typeof part === 'number') return `${part + 1}.member`;
  const name = String(part);
  return depth === 0 || /^[A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

const notNull = 'Member must not be null';

export const streamName = z
  .string()
  .regex(/^[a-zA-Z0-9_.-]+$/, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+')
  .max(128, 'Member must have length less than or equal to 128');

const arn = z
  .string()
  .regex(
    /^arn:aws[^:]*:kinesis:[^:]+:\d{12}:stream\/\S+$/,
    'Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
  );

/** Most calls name their stream either way. */
export const streamReference = { StreamName: streamName.optional(), StreamARN: arn.optional() };

export const text = z.string({ error: notNull });

export const shardId = text.regex(
  /^[a-zA-Z0-9_.-]{1,128}$/,
  'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
);

export const partitionKey = text
  .min(1, 'Member must have length greater than or equal to 1')
  .max(PARTITION_KEY_MAX, `Member must have length less than or equal to ${PARTITION_KEY_MAX}`);

export const hashKey = z
  .string()
  .regex(
    /^(0|([1-9]\d{0,38}))$/,
    'Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})',
  );

export const data = z.instanceof(Uint8Array, { error: notNull });

export const count = (least: number, most: number) =>
  z
    .number({ error: notNull })
    .int('Member must be an integer')
    .min(least, `Member must have value greater than or equal to ${least}`)
    .max(most, `Member must have value less than or equal to ${most}`);

export const tags = z.record(z.string().min(1).max(128), z.string().max(256));
