import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { dynamoDbContract } from '../../../contract/dynamodb';
import { caller, testCloud } from '../laptop-services';

const open: DynamoDb[] = [];

afterAll(async () => {
  for (const each of open) await each.close();
});

dynamoDbContract(() => {
  const { cloud } = testCloud();
  const dynamoDb = createDynamoDb(cloud);
  open.push(dynamoDb);
  return Promise.resolve(caller(cloud, dynamoDb.service));
});
