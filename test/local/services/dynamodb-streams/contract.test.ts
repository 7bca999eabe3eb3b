import { createDynamoDbStreams } from '../../../../local/services/dynamodb-streams/service';
import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { dynamoDbStreamsContract } from '../../../contract/dynamodb-streams';
import { caller, testCloud } from '../laptop-services';

const open: DynamoDb[] = [];

afterAll(async () => {
  for (const each of open) await each.close();
});

dynamoDbStreamsContract(() => {
  const { cloud } = testCloud();
  const dynamoDb = createDynamoDb(cloud);
  open.push(dynamoDb);
  return Promise.resolve({
    tables: caller(cloud, dynamoDb.service),
    streams: caller(cloud, createDynamoDbStreams(dynamoDb).service),
  });
});
