import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The time by DynamoDB's own clock in whole seconds since 1970, as the `Date` header of an answer tells
 * it: the clock that stamps changes, where this machine's may be wrong.
 */
export async function databaseSecond(client: DynamoDBClient, tableName: string): Promise<number> {
  const command = new DescribeTableCommand({ TableName: tableName });
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      date = headerOf(result.response, 'date');
      return result;
    },
    { step: 'deserialize', name: 'readDate', priority: 'high' },
  );
  await client.send(command);
  const milliseconds = Date.parse(date ?? '');
  if (Number.isNaN(milliseconds)) {
    throw new Error(`Expected DynamoDB to tell its time in a Date header, got ${date ?? 'none'}`);
  }
  return Math.floor(milliseconds / 1000);
}

function headerOf(response: unknown, name: string): string | undefined {
  const { headers = {} } = response as { headers?: Record<string, string> };
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
