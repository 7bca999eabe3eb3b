import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

const TableName = 'contract-table';

/** What any DynamoDB does: ours and an outside one. Each connection starts without tables. */
export function dynamoDbContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('DynamoDB contract', () => {
    const table = async () => {
      const call = await connect();
      await call('CreateTable', {
        TableName,
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
      return call;
    };
    const Key = { pk: { S: 'a' } };

    fact('gives an item back as it was put', async () => {
      const call = await table();
      const Item = {
        ...Key,
        n: { N: '12345678901234567890123456789012345678' },
        none: { NULL: true },
        list: { L: [{ S: 'x' }, { BOOL: false }] },
        set: { SS: ['one', 'two'] },
      };
      await call('PutItem', { TableName, Item });

      expect(await call('GetItem', { TableName, Key })).toMatchObject({ Item });
    });

    fact('counts exactly under concurrent updates', async () => {
      const call = await table();
      const add = {
        TableName,
        Key,
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      };

      await Promise.all(Array.from({ length: 25 }, () => call('UpdateItem', add)));

      expect(await call('GetItem', { TableName, Key })).toMatchObject({ Item: { n: { N: '25' } } });
    });

    fact('refuses a condition that does not hold', async () => {
      const call = await table();
      await call('PutItem', { TableName, Item: Key });

      await expect(
        call('PutItem', {
          TableName,
          Item: Key,
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    });

    fact('creates a table once', async () => {
      const call = await table();

      await expect(
        call('CreateTable', {
          TableName,
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      ).rejects.toMatchObject({ code: 'ResourceInUseException' });
    });

    fact('writes nothing of a cancelled transaction', async () => {
      const call = await table();
      const put = { TableName, Item: { pk: { S: 'b' } } };
      const check = { TableName, Key, ConditionExpression: 'attribute_exists(pk)' };

      await expect(
        call('TransactWriteItems', { TransactItems: [{ Put: put }, { ConditionCheck: check }] }),
      ).rejects.toMatchObject({ code: 'TransactionCanceledException' });
      expect(await call('Scan', { TableName })).toMatchObject({ Count: 0 });
    });
  });
}
