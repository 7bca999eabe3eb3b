import { en } from 'zod/locales';
import * as z from 'zod/mini';

// The small form of zod says of nothing why it is wrong unless it is given a language.
z.config(en());

/** The function's environment, checked; a value that is missing or wrong stops it at start, named. */
export function readEnvironment<Schema extends z.ZodMiniType>(schema: Schema): z.output<Schema> {
  const read = schema.safeParse(process.env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The function's environment is wrong: ${problems.join('; ')}`);
}
