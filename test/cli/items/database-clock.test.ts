import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { databaseSecond } from '../../../cli/items/database-clock';

/** A database whose answers carry these headers. */
function answering(headers: Record<string, string>): DynamoDBClient {
  const response = {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
    body: Buffer.from('{"Table":{}}'),
  };
  return new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: { handle: () => Promise.resolve({ response }) } as never,
  });
}

describe('databaseSecond', () => {
  it.each(['date', 'Date'])('is what the header %s tells', async (name) => {
    const client = answering({ [name]: 'Thu, 01 Jan 1970 00:01:40 GMT' });

    expect(await databaseSecond(client, 'people')).toBe(100);
  });

  it.each([
    ['no header', {}, 'got none'],
    ['a header that is no time', { date: 'soon' }, 'got soon'],
  ])('takes no other clock for %s', async (_, headers, got) => {
    await expect(databaseSecond(answering(headers), 'people')).rejects.toThrow(got);
  });
});
