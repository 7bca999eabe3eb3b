import { settings } from '../../../settings';
import { inProcessCloud } from '../../support/in-process-cloud';
import { itemCloud, peopleStacks } from '../../support/item-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  applyScripts,
  DELIVERY_MILLISECONDS,
  execute,
  loadFeed,
  objectsUnder,
} from '../../support/whole-feed';
import { withoutRight } from './without-a-right';

const TIMEOUT = 90_000;

/** What a run of the DynamoDB feed reports and puts aside without a right of its delivery. */
async function deliverWithout(statement: string, action: string): Promise<string> {
  const cloud = await itemCloud({ stacks: withoutRight(peopleStacks(), statement, action) });
  await cloud.put({ id: { S: '864732' }, jobTitle: { S: 'Architect' } });
  await cloud.deliver();
  const { bucket, errorPrefix } = cloud.feed.lake;
  const failed = await objectsUnder(cloud, bucket, errorPrefix);
  const troubles = cloud.troubles.map(({ message }) => message);
  await cloud.close();
  return [...troubles, ...failed.map(({ text }) => text)].join('\n');
}

/** What a run of the SQL Server feed reports, with a bill to tell a customer of. */
async function alertWithout(statement: string, action: string): Promise<string> {
  const stacks = withoutRight(synthesizedDefinition(settings), statement, action);
  const cloud = await inProcessCloud({ stacks });
  await loadFeed(cloud);
  await execute(
    cloud,
    "INSERT INTO dbo.invoices VALUES (77, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')",
  );
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  const refused = cloud.permissions.usage.refusals().map(({ text }) => text);
  const troubles = cloud.troubles.map(({ message }) => message);
  await cloud.close();
  return [...troubles, ...refused].join('\n');
}

const refusedFor = (action: string) => `is not authorized to perform: ${action} on resource: `;

describe('a feed that lacks a right', () => {
  it.each([
    ['ReadChanges', 'kinesis:GetRecords'],
    ['DecryptStream', 'kms:Decrypt'],
    ['WriteLake', 's3:PutObject'],
    ['TransformRows', 'lambda:InvokeFunction'],
  ])(
    'of its delivery, %s %s, says so',
    async (statement, action) => {
      expect(await deliverWithout(statement, action)).toContain(refusedFor(action));
    },
    TIMEOUT,
  );

  it.each([
    ['PutChanges', 'kinesis:PutRecords'],
    ['KeepItems', 'dynamodb:PutItem'],
    ['PublishAlerts', 'sns:Publish'],
    ['DescribeTask', 'dms:DescribeTableStatistics'],
  ])(
    'of its replication or alerts, %s %s, says so',
    async (statement, action) => {
      expect(await alertWithout(statement, action)).toContain(refusedFor(action));
    },
    TIMEOUT,
  );

  it(
    'to a secret stops before the database',
    async () => {
      const action = 'secretsmanager:GetSecretValue';
      const stacks = withoutRight(synthesizedDefinition(settings), 'ReadSecrets', action);
      const cloud = await inProcessCloud({ stacks });

      await expect(applyScripts(cloud)).rejects.toThrow(refusedFor(action));
      await cloud.close();
    },
    TIMEOUT,
  );

  it(
    'to be assumed does not start',
    async () => {
      const stacks = structuredClone(peopleStacks());
      for (const { resource } of stacks) {
        for (const [name, role] of Object.entries(resource['aws_iam_role'] ?? {})) {
          if (!name.includes('delivery')) continue;
          role['assume_role_policy'] = String(role['assume_role_policy']).replace(
            'firehose.amazonaws.com',
            'elsewhere.amazonaws.com',
          );
        }
      }

      await expect(itemCloud({ stacks })).rejects.toThrow(
        /Firehose is unable to assume role .*sts:AssumeRole.* because no role trust policy allows the sts:AssumeRole action/,
      );
    },
    TIMEOUT,
  );
});
