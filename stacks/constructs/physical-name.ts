import type { Settings } from '../../settings/define-settings';

/**
 * The most characters that each service takes in a name, from its API reference. A resource
 * identifier of DMS ends an ARN: https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationTask.html
 */
export const NAME_CHARACTERS_MAX = {
  alarm: 255,
  bucket: 63,
  crawler: 255,
  dashboard: 255,
  database: 63,
  delivery: 64,
  dms: 63,
  'dms-resource': 31,
  function: 64,
  glue: 255,
  key: 250,
  'log-group': 512,
  role: 64,
  rule: 64,
  secret: 512,
  'security-group': 255,
  stream: 128,
  table: 255,
  topic: 256,
  workgroup: 128,
} as const;

export type NamedKind = keyof typeof NAME_CHARACTERS_MAX;

const SHORT_ENVIRONMENT = { development: 'dev', staging: 'stg', production: 'prd' } as const;

type NamingSettings = Pick<Settings, 'project' | 'environment' | 'region'>;

/**
 * Every physical name: `tributary-dev-billing-changes`. Names of one account and region never meet,
 * as project, environment and feed are in each. Throws when a service would refuse the length.
 */
export function physicalName(
  settings: NamingSettings,
  kind: NamedKind,
  parts: readonly string[],
): string {
  const separator = kind === 'glue' ? '_' : '-';
  const words = [settings.project, SHORT_ENVIRONMENT[settings.environment], ...parts];
  const name = words.join('-').replaceAll('-', separator);
  const charactersMax = NAME_CHARACTERS_MAX[kind];
  if (name.length > charactersMax)
    throw new Error(
      `${kind} name ${name} has ${name.length} characters, ${charactersMax} are allowed: shorten the project or the feed's id`,
    );
  return name;
}

const ACCOUNT_CHARACTERS = 12;

/** Bucket names are one space for all of AWS, so account and region close them. */
export function bucketName(
  settings: NamingSettings,
  { parts, account }: { parts: readonly string[]; account: string },
): string {
  const sized = physicalName(settings, 'bucket', [
    ...parts,
    '0'.repeat(ACCOUNT_CHARACTERS),
    settings.region,
  ]);
  return sized.replace('0'.repeat(ACCOUNT_CHARACTERS), account);
}
