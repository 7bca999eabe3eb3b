import { z } from 'zod';

/** A nested block that Terraform allows once: JSON carries it as an object or as a list of one. */
export function oneBlock<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value),
    schema,
  );
}

/** An argument that the laptop refuses, with the reason it gives. */
export const refused = (reason: string) =>
  z.undefined({ error: `not supported on the laptop: ${reason}` }).optional();
