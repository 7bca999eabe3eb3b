import { z } from 'zod';
import { columnOf } from '../wire/item-column';

/** https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html */
const COLUMN_NAME_BYTES_MAX = 255;

/** A column of the view of current items that no attribute has. */
const VIEW_COLUMNS = ['change_tied'];

const DECIMAL = /^decimal\((\d{1,2}),(\d{1,2})\)$/;
const DECIMAL_DIGITS_MAX = 38;
const PLAIN_TYPES = ['string', 'boolean', 'int', 'bigint', 'double'];

function isColumnType(type: string): boolean {
  const [, precision, scale] = DECIMAL.exec(type) ?? [];
  if (precision === undefined) return PLAIN_TYPES.includes(type);
  const digits = Number(precision);
  return digits >= 1 && digits <= DECIMAL_DIGITS_MAX && Number(scale) <= digits;
}

const PATH_ADVICE =
  "give an attribute's name, or its path from the item down, such as ['address', 'city']";
const name = z.string({ error: PATH_ADVICE }).min(1, { error: PATH_ADVICE });
const path = z
  .array(z.union([name, z.int().nonnegative()], { error: PATH_ADVICE }), { error: PATH_ADVICE })
  .refine(([first]) => typeof first === 'string', { error: PATH_ADVICE });

const column = z.strictObject({
  /** Spelled as in the items; a path leads into maps by name and into lists by number. */
  attribute: z
    .union([name, path], { error: PATH_ADVICE })
    .transform((given) => (typeof given === 'string' ? [given] : given)),
  /**
   * The type in the catalogue. Text that is not of it reads as NULL, and a decimal keeps its scale's
   * digits; `row_json` has every value as it is.
   */
  type: z
    .string({ error: 'give a type of the catalogue, such as string' })
    .refine(isColumnType, { error: `give one of ${PLAIN_TYPES.join(', ')} or decimal(38,10)` }),
});

function problemOf(
  name: string,
  index: number,
  names: readonly (string | undefined)[],
): string | undefined {
  const bytes = Buffer.byteLength(name);
  if (names.indexOf(name) !== index) return `list it once: its column ${name} is listed already`;
  if (bytes > COLUMN_NAME_BYTES_MAX)
    return `leave it out: its column's name has ${bytes} bytes, the catalogue takes ${COLUMN_NAME_BYTES_MAX}; row_json has its value`;
  if (VIEW_COLUMNS.includes(name))
    return `leave it out: the view of current items has a column ${name}; row_json has its value`;
  return undefined;
}

/** The attributes that are columns of the catalogue, beside those that every row has. */
export const itemColumns = z
  .array(column, { error: "list columns, such as { attribute: 'jobTitle', type: 'string' }" })
  .superRefine((columns, context) => {
    // An attribute with problems of its own comes as written.
    const names = columns.map(({ attribute }) => {
      const given: readonly unknown[] = [attribute].flat();
      return typeof given[0] === 'string' ? columnOf([attribute].flat()) : undefined;
    });
    names.forEach((name, index) => {
      const message = name === undefined ? undefined : problemOf(name, index, names);
      if (message === undefined) return;
      context.addIssue({
        code: 'custom',
        path: [index, 'attribute'],
        message,
        input: columns[index]?.attribute,
      });
    });
  })
  .default([]);

export type ItemColumns = z.output<typeof itemColumns>;
