import {
  itemSettingsInput,
  settingsInput,
  synthesizedStacks,
  TWO_ACCOUNTS,
} from '../support/synthesized';
import type { Target } from './generated-access';
import type { SimulateAccess } from './simulate-access';

const ACCOUNT = '111111111111';
const regional = (service: string, rest: string) =>
  `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;

/** One ARN for each type of resource that the stacks make or name. */
const RESOURCES = [
  '*',
  'arn:aws:s3:::tributary-dev-people-lake',
  'arn:aws:s3:::tributary-dev-people-lake/people/changes/1.gz',
  `arn:aws:iam::${ACCOUNT}:role/tributary-dev-people-lake-delivery`,
  regional('kinesis', 'stream/tributary-dev-people-changes'),
  regional('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  regional('lambda', 'function:tributary-dev-people-flatten-item-changes'),
  regional('dynamodb', 'table/tributary-dev-billing-ledger'),
  regional('sns', 'tributary-dev-billing-alerts'),
  regional('secretsmanager', 'secret:tributary-dev-billing-dms-login-a1b2c3'),
  regional('logs', 'log-group:/aws-glue/crawlers'),
  regional('logs', 'log-group:/aws-glue/crawlers:log-stream:S3Delivery'),
  regional('glue', 'catalog'),
  regional('glue', 'database/tributary_dev_people_lake'),
  regional('dms', 'task:ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
];

/** Every action that a policy of the stacks names, with each resource that it takes. */
export async function callTargets(simulate: SimulateAccess): Promise<Target[]> {
  const pairs = actionsOfStacks().flatMap((action) =>
    RESOURCES.map((resource) => ({ action, resource })),
  );
  const taken = await Promise.all(
    pairs.map(async ({ action, resource }) => {
      const principal = { kind: 'service', service: 'sns.amazonaws.com' } as const;
      const request = { principal, action, resource, resourceAccount: ACCOUNT, context: {} };
      return typeof (await simulate({ request, identity: [] })) === 'string';
    }),
  );
  return pairs.filter((_, index) => taken[index]);
}

function actionsOfStacks(): string[] {
  const programs = [
    settingsInput({ lake: { replica: { region: 'eu-central-1' } } }),
    itemSettingsInput({}, { accounts: TWO_ACCOUNTS, crawler: true }),
  ].map((input) => synthesizedStacks(input));
  const texts = programs.flatMap((stacks) => Object.values(stacks).map(({ json }) => json));
  const named = texts.flatMap((text) => [...text.matchAll(/\\"([a-z0-9]+:[A-Z]\w+)\\"/g)]);
  return [...new Set(named.map(([, action = '']) => action))].sort();
}
