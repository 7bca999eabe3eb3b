import { z } from 'zod';
import { accountId } from './account-id';
import { backend } from './backend';
import { dynamoFeedSchema } from './dynamo-feed';
import { ENVIRONMENTS, environmentName } from './environment';
import { lake } from './lake';
import { network } from './network';
import { region } from './region';
import { SettingsError, type SettingsProblem } from './settings-error';
import { sqlServerFeedSchema } from './sql-server-feed';

/** Ids reach physical names, prefixes and stack ids; the least of their limits is kept here. */
const ID_ADVICE = 'give 2 to 16 lower-case letters and digits, a letter first';
const id = z.string({ error: ID_ADVICE }).regex(/^[a-z][a-z0-9]{1,15}$/, { error: ID_ADVICE });
const RESERVED_FEEDS = ['network', 'lake'];

const feed = z.discriminatedUnion('kind', [sqlServerFeedSchema, dynamoFeedSchema], {
  error: 'make the feed with sqlServerFeed({ … }) or dynamoFeed({ … })',
});

const feedId = id.refine((name) => !RESERVED_FEEDS.includes(name), {
  error: `choose another id: ${RESERVED_FEEDS.join(' and ')} are stacks of their own`,
});

/** The two roles of DMS exist once in an account, so only one feed may make them. */
function checkAccountRoles(
  feeds: Record<string, z.output<typeof feed>>,
  context: z.core.$RefinementCtx,
): void {
  const creators = Object.keys(feeds).filter((id) => {
    // A feed with problems of its own comes as written.
    const { replication } = (feeds[id] ?? {}) as { replication?: { accountRoles?: unknown } };
    return replication?.accountRoles === 'create';
  });
  for (const id of creators.slice(1)) {
    context.addIssue({
      code: 'custom',
      path: [id, 'replication', 'accountRoles'],
      message: `give adopt: ${creators[0] ?? ''} creates the roles of DMS already`,
    });
  }
}

/** What stands in another region than the lake, or may not. Broken parts come as written, or not at all. */
function checkRegions(settings: object, context: z.core.$RefinementCtx): void {
  const { region, lake, feeds } = settings as {
    region?: string;
    lake?: { replica?: { region?: string } };
    feeds?: Record<string, { accounts?: { lake?: { keyArn?: string } } }>;
  };
  if (region !== undefined && lake?.replica?.region === region)
    context.addIssue({
      code: 'custom',
      path: ['lake', 'replica', 'region'],
      message: `give another region than the lake's, ${region}`,
    });
  for (const [id, feed] of Object.entries(feeds ?? {})) {
    const keyRegion = feed.accounts?.lake?.keyArn?.split(':')[3];
    if (keyRegion === undefined || keyRegion === region) continue;
    context.addIssue({
      code: 'custom',
      path: ['feeds', id, 'accounts', 'lake', 'keyArn'],
      message: `give a key of the feed's region, ${region ?? ''}: the lake's bucket stands there too`,
    });
  }
}

const settingsSchema = z
  .strictObject({
    /** First part of every physical name. */
    project: id.default('tributary'),
    environment: environmentName,
    /** The environment's half of the two keys that deleting data needs; default by environment. */
    allowDataDeletion: z.boolean({ error: 'give true or false' }).optional(),
    region,
    /** When given, Terraform refuses every other account. */
    account: accountId.optional(),
    backend: backend.prefault({ kind: 'local' }),
    network,
    lake,
    feeds: z
      .record(feedId, feed)
      .refine((feeds) => Object.keys(feeds).length > 0, { error: 'declare at least one feed' })
      .superRefine(checkAccountRoles),
  })
  .superRefine(checkRegions)
  .transform((settings) => ({
    ...settings,
    allowDataDeletion:
      settings.allowDataDeletion ?? ENVIRONMENTS[settings.environment].allowDataDeletion,
  }));

export type SettingsInput = z.input<typeof settingsSchema>;
export type Settings = z.output<typeof settingsSchema>;

/** Checks and completes the settings. Throws one SettingsError that names every problem. */
export function defineSettings(input: SettingsInput): Settings {
  const result = settingsSchema.safeParse(input);
  if (result.success) return result.data;
  throw new SettingsError(result.error.issues.flatMap((issue) => problemsOf(issue, input)));
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown): SettingsProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return {
        path: pathText(path),
        value: valueAt(input, path),
        advice: 'there is no such setting; remove it',
      };
    });
  const advice =
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const value = issue.code === 'invalid_key' ? issue.path.at(-1) : valueAt(input, issue.path);
  return [{ path: pathText(issue.path), value, advice }];
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return text.join('').replace(/^\./, '') || 'settings';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );
}
