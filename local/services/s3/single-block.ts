import { z } from 'zod';

/** A nested block of which there is one: Terraform JSON writes it as an object, or as a list of one. */
export function singleBlock<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value),
    schema,
  );
}

/** A block that may repeat. */
export function repeatedBlock<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(schema),
  );
}
