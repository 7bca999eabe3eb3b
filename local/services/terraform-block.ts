import { z } from 'zod';

/** A nested block that stands once: CDKTF writes an object, hand-written JSON a list of one. */
export function oneBlock<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value),
    schema,
  );
}

/** An argument that the laptop refuses, with the reason it gives. */
export const refused = (reason: string) =>
  z.undefined({ error: `not supported on the laptop: ${reason}` }).optional();

/** A nested block that may stand once or not at all. */
export function singleBlock<Schema extends z.ZodType>(schema: Schema) {
  return oneBlock(schema.optional());
}

/** A nested block that may stand several times: a list, or one object. */
export function repeatedBlock<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value): unknown => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(schema),
  );
}

/** Terraform takes `"true"` for `true`. */
export const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);

/** Terraform takes `"5"` for `5`. */
export const wholeNumber = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.number().int(),
);
