import type { Item } from '../../../wire/attribute-value';
import type { Cloud } from '../../cloud';
import { type Operation, operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { base64ToBytes, bytesToBase64 } from './attribute-blobs';
import { describeTable, pickKey } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import type { DynaliteAction } from './dynalite-operations.data';
import { drawUnprocessed, type WriteRequests } from './draw-unprocessed';
import type { ItemStore } from './item-store';
import { keyOf, transactGet, transactWrite } from './transactions';
import type { WriteLock } from './write-lock';

type Members = Record<string, unknown>;

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  items: ItemStore;
  lock: WriteLock;
}

/** Operations on items: dynalite's, the transactions, and what a failed condition gives back. */
export function itemOperations(parts: Parts): Record<string, Operation> {
  const { core, lock } = parts;
  return {
    GetItem: item(parts, 'GetItem', (run) => run()),
    Query: item(parts, 'Query', (run) => run()),
    Scan: item(parts, 'Scan', (run) => run()),
    BatchGetItem: item(parts, 'BatchGetItem', (run) => run()),
    BatchWriteItem: batchWrite(parts),
    PutItem: conditional(parts, 'PutItem'),
    UpdateItem: conditional(parts, 'UpdateItem'),
    DeleteItem: conditional(parts, 'DeleteItem'),
    TransactGetItems: transaction(parts, 'dynamodb:GetItem', (input) =>
      lock.exclusive(() => transactGet(core, input['TransactItems'])),
    ),
    TransactWriteItems: transaction(parts, 'dynamodb:PutItem', idempotent(parts)),
  };
}

function item(
  { cloud, core }: Parts,
  action: DynaliteAction,
  guard: (run: () => Promise<Members>) => Promise<Members>,
): Operation {
  return operation<Members, unknown>({
    parse: (input) => core.validate(action, bytesToBase64(input)),
    iamActions: () => [`dynamodb:${action}`],
    resources: (input) => tablesOf(cloud, input),
    run: async (input) => {
      await core.opened();
      return base64ToBytes(await guard(() => core.run(action, input)));
    },
  });
}

/** What DynamoDB does not get to it gives back, and the caller sends it again. */
function batchWrite({ cloud, core, lock }: Parts): Operation {
  return operation<Members, unknown>({
    parse: (input) => core.validate('BatchWriteItem', bytesToBase64(input)),
    iamActions: () => ['dynamodb:BatchWriteItem'],
    resources: (input) => tablesOf(cloud, input),
    run: async (input) => {
      await core.opened();
      const requested = input['RequestItems'] as WriteRequests;
      const { taken, left } = drawUnprocessed(cloud.hazards, requested);
      const output = await lock.shared(() =>
        core.run('BatchWriteItem', { ...input, RequestItems: taken }),
      );
      const unprocessed = { ...(output['UnprocessedItems'] as WriteRequests | undefined), ...left };
      return base64ToBytes({ ...output, UnprocessedItems: unprocessed });
    },
  });
}

/** A write that asks for the old item on failure runs alone, so that the item is the one it failed on. */
function conditional(parts: Parts, action: 'PutItem' | 'UpdateItem' | 'DeleteItem'): Operation {
  const { cloud, core, lock } = parts;
  return operation<{ validated: Members; returnsOldItem: boolean }, unknown>({
    parse: (input) => ({
      validated: core.validate(action, bytesToBase64(input)),
      returnsOldItem: (input as Members)['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD',
    }),
    iamActions: () => [`dynamodb:${action}`],
    resources: ({ validated }) => tablesOf(cloud, validated),
    run: async ({ validated, returnsOldItem }) => {
      await core.opened();
      const run = () => core.run(action, validated);
      const output = returnsOldItem
        ? await lock.exclusive(() => withOldItem(parts, validated, run))
        : await lock.shared(run);
      return base64ToBytes(output);
    },
  });
}

async function withOldItem(
  { core, items }: Parts,
  validated: Members,
  run: () => Promise<Members>,
): Promise<Members> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'ConditionalCheckFailedException') {
      throw error;
    }
    const table = await describeTable(core, String(validated['TableName']));
    const source = (validated['Key'] ?? validated['Item']) as Item;
    const found = await items.read(table.TableName, keyOf(table, pickKey(table, source)));
    throw new ServiceError(error.code, error.message, {
      cause: error,
      details: found === undefined ? {} : { Item: base64ToBytes(found) },
    });
  }
}

function transaction(
  { cloud, core }: Parts,
  iamAction: string,
  run: (input: Members) => Promise<unknown>,
): Operation {
  return operation<Members, unknown>({
    parse: (input) => bytesToBase64(input) as Members,
    iamActions: () => [iamAction],
    resources: (input) => transactionTables(cloud, input),
    run: async (input) => {
      await core.opened();
      return base64ToBytes(await run(input));
    },
  });
}

/** How long a ClientRequestToken makes a repeated call harmless. */
const TOKEN_MINUTES = 10;

function idempotent({ cloud, core, items, lock }: Parts) {
  const done = new Map<string, { request: string; atMilliseconds: number }>();
  return (input: Members) =>
    lock.exclusive(async () => {
      const token = input['ClientRequestToken'];
      const request = JSON.stringify(input['TransactItems']);
      const before = typeof token === 'string' ? done.get(token) : undefined;
      const now = cloud.clock.now();
      if (before !== undefined && now - before.atMilliseconds < TOKEN_MINUTES * 60_000) {
        if (before.request === request) return {};
        throw new ServiceError(
          'IdempotentParameterMismatchException',
          'Request parameters do not match the ones of an earlier request with this ClientRequestToken',
        );
      }
      await transactWrite(core, items, input['TransactItems']);
      if (typeof token === 'string') done.set(token, { request, atMilliseconds: now });
      return {};
    });
}

function tablesOf(cloud: Cloud, input: Members): string[] {
  const names =
    typeof input['TableName'] === 'string'
      ? [input['TableName']]
      : Object.keys((input['RequestItems'] as Members | undefined) ?? {});
  return names.map((name) => tableArn(cloud, name));
}

function transactionTables(cloud: Cloud, input: Members): string[] {
  const list = Array.isArray(input['TransactItems']) ? (input['TransactItems'] as Members[]) : [];
  const names = list.flatMap((each) =>
    Object.values(each).map((step) => String((step as Members)['TableName'])),
  );
  return [...new Set(names)].map((name) => tableArn(cloud, name));
}

export function tableArn(cloud: Cloud, tableName: string): string {
  return `arn:aws:dynamodb:${cloud.region}:${cloud.account}:table/${tableName}`;
}
