import { chance } from '../../../../local/chance';
import { systemClock } from '../../../../local/clock';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { createDynamoDb } from '../../../../local/services/dynamodb/service';
import { diskStorage } from '../../../../local/storage/disk-storage';
import { NO_HAZARDS } from '../../../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../../../local/permissions/permissions';
import { join } from 'node:path';

/** The cloud on the disk of a run that is killed, and of the one that finds what it left. */
export function dynamoDbOnDisk(root: string) {
  const clock = systemClock();
  const draws = chance();
  const cloud = {
    account: '000000000000',
    region: 'eu-west-1',
    clock,
    chance: draws,
    storage: diskStorage({ root, clock }),
    dispatcher: createDispatcher(() => draws.uuid()),
    limitsEnforced: true,
    permissions: NO_PERMISSIONS,
    hazards: NO_HAZARDS,
    endpointUrl: () => '',
    report: () => undefined,
  };
  const dynamoDb = createDynamoDb(cloud, { directory: join(root, 'dynamodb') });
  cloud.dispatcher.register(dynamoDb.service);
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const call = (action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service: 'dynamodb', action, input }) as Promise<
      Record<string, unknown>
    >;
  return { dynamoDb, call, cloud };
}

/** Counts up eight items at once for ever, and prints each count once it is acknowledged. */
async function writeUntilKilled(root: string): Promise<void> {
  const { call } = dynamoDbOnDisk(root);
  await call('CreateTable', {
    TableName: 'counts',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const count = async (id: string) => {
    for (;;) {
      const { Attributes } = (await call('UpdateItem', {
        TableName: 'counts',
        Key: { id: { S: id } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      })) as { Attributes: { n: { N: string } } };
      process.stdout.write(`${id} ${Attributes.n.N}\n`);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(count));
}

const [, script, root] = process.argv;
if (script === __filename && root !== undefined) void writeUntilKilled(root);
