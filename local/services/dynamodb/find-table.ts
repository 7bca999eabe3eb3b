import { ServiceError } from '../../endpoint/service-error';
import { callDynamoDb } from './call-dynamodb';
import type { DynamoDb } from './service';

/** The parts of DescribeTable's answer that adapters look at. */
export interface TableDescription {
  TableName: string;
  TableArn: string;
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
  LatestStreamLabel?: string;
  LatestStreamArn?: string;
}

export async function findTable(
  dynamoDb: DynamoDb,
  name: string,
): Promise<TableDescription | undefined> {
  try {
    const answer = await callDynamoDb(dynamoDb, 'DescribeTable', { TableName: name });
    return (answer as { Table: TableDescription }).Table;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') {
      return undefined;
    }
    throw error;
  }
}
