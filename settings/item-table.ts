import { z } from 'zod';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const TABLE_NAME = /^[A-Za-z0-9_.-]{3,255}$/;
const KEY_NAME_BYTES_MAX = 255;
const KEY_NAME_ADVICE = `give the name of a key attribute, 1 to ${KEY_NAME_BYTES_MAX} bytes`;

const keyAttribute = z.strictObject(
  {
    name: z
      .string({ error: KEY_NAME_ADVICE })
      .refine((name) => name !== '' && Buffer.byteLength(name) <= KEY_NAME_BYTES_MAX, {
        error: KEY_NAME_ADVICE,
      }),
    /** String, number or binary: DynamoDB takes no other type in a key. */
    type: z.enum(['S', 'N', 'B'], {
      error: 'give S, N or B: a key is a string, a number or binary',
    }),
  },
  { error: "give name and type, such as { name: 'id', type: 'S' }" },
);

const key = z
  .strictObject(
    {
      partition: keyAttribute,
      sort: keyAttribute.optional(),
    },
    { error: "give the key, such as { partition: { name: 'id', type: 'S' } }" },
  )
  .superRefine(({ partition, sort }, context) => {
    if (sort?.name !== partition.name) return;
    const message = 'name another attribute: the partition key has this name';
    context.addIssue({ code: 'custom', path: ['sort', 'name'], message, input: sort.name });
  });

/**
 * The DynamoDB table: `create` makes it on demand, with point-in-time recovery, under the feed's key;
 * `existing` takes one that stands, in the account and region of the feed, and leaves it as it is.
 */
export const itemTable = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('create'),
      key,
      /** Half of the two keys that deleting the table with its items needs. */
      deleteDataOnDestroy: z.boolean({ error: 'give true or false' }).default(false),
    }),
    z.strictObject({
      kind: z.literal('existing'),
      name: z.string({ error: 'give the name of the table' }).regex(TABLE_NAME, {
        error: 'give the name of a table: 3 to 255 letters, digits, underscores, dots and hyphens',
      }),
      /** As the table has it: Terraform compares before it changes anything. */
      key,
    }),
  ],
  { error: "give { kind: 'create', key } or { kind: 'existing', name, key }" },
);

export type ItemTable = z.output<typeof itemTable>;
