import { checkConditional, createKey, type DynaliteTable, validateKey } from 'dynalite/db';
import type { Item } from '../../../wire/attribute-value';
import { ServiceError } from '../../endpoint/service-error';
import { describeTable, pickKey } from './describe-table';
import { type DynaliteCore, serviceError } from './dynalite-core';
import type { DynaliteAction } from './dynalite-operations.data';
import type { ItemStore } from './item-store';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const TRANSACTION_ITEMS_MAX = 100;

type Members = Record<string, unknown>;

interface Step {
  kind: 'ConditionCheck' | 'Put' | 'Update' | 'Delete';
  validated: Members;
  tableName: string;
  key: string;
  returnsOldItem: boolean;
}

interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}

const ACTION_OF: Record<Step['kind'], DynaliteAction> = {
  ConditionCheck: 'DeleteItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
};

/** All of the writes, or none and a reason for each. The caller holds the exclusive lock. */
export async function transactWrite(
  core: DynaliteCore,
  items: ItemStore,
  transactItems: unknown,
): Promise<void> {
  const steps = await Promise.all(listOf(transactItems).map((each) => stepOf(core, each)));
  checkDistinct(steps);
  await items.atomically(async () => {
    const reasons: Reason[] = [];
    for (const step of steps) reasons.push(await attempt(core, items, step));
    if (reasons.some((reason) => reason.Code !== 'None')) throw cancelled(reasons);
  });
}

/** The items as they stand at one moment. The caller holds the exclusive lock. */
export async function transactGet(core: DynaliteCore, transactItems: unknown) {
  const gets = listOf(transactItems).map((each) => core.validate('GetItem', each['Get']));
  const found = await Promise.all(gets.map((get) => core.run('GetItem', get)));
  return {
    Responses: found.map((each) => (each['Item'] === undefined ? {} : { Item: each['Item'] })),
  };
}

function listOf(transactItems: unknown): Members[] {
  const list = Array.isArray(transactItems) ? (transactItems as Members[]) : [];
  if (list.length < 1 || list.length > TRANSACTION_ITEMS_MAX) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value '[${list.length} items]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${TRANSACTION_ITEMS_MAX} and greater than or equal to 1`,
    );
  }
  return list;
}

async function stepOf(core: DynaliteCore, transactItem: Members): Promise<Step> {
  const [[kind, content] = [], ...more] = Object.entries(transactItem);
  if (kind === undefined || more.length > 0 || !(kind in ACTION_OF)) {
    throw new ServiceError(
      'ValidationException',
      'TransactItems can only contain one of Check, Put, Update or Delete',
    );
  }
  const step = kind as Step['kind'];
  const { ReturnValuesOnConditionCheckFailure: returned, ...input } = content as Members;
  if (step === 'ConditionCheck' && input['ConditionExpression'] === undefined) {
    throw new ServiceError('ValidationException', 'ConditionCheck needs a ConditionExpression');
  }
  const validated = core.validate(ACTION_OF[step], input);
  const tableName = String(validated['TableName']);
  const table = await describeTable(core, tableName);
  return {
    kind: step,
    validated,
    tableName,
    key: keyOf(
      table,
      step === 'Put' ? pickKey(table, validated['Item'] as Item) : validated['Key'],
    ),
    returnsOldItem: returned === 'ALL_OLD',
  };
}

/** The key under which dynalite stores the item. */
export function keyOf(table: DynaliteTable, key: unknown): string {
  const refused = validateKey(key as Members, table);
  if (refused != null) throw serviceError(refused);
  return createKey(key as Members, table);
}

function checkDistinct(steps: Step[]): void {
  const keys = new Set(steps.map(({ tableName, key }) => `${tableName}~${key}`));
  if (keys.size === steps.length) return;
  throw new ServiceError(
    'ValidationException',
    'Transaction request cannot include multiple operations on one item',
  );
}

async function attempt(core: DynaliteCore, items: ItemStore, step: Step): Promise<Reason> {
  const existing = await items.read(step.tableName, step.key);
  const refused = checkConditional(step.validated, existing);
  if (refused != null) {
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(step.returnsOldItem && existing !== undefined ? { Item: existing } : {}),
    };
  }
  if (step.kind === 'ConditionCheck') return { Code: 'None' };
  try {
    await core.run(ACTION_OF[step.kind], step.validated);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'ValidationException') throw error;
    return { Code: 'ValidationError', Message: error.message };
  }
}

function cancelled(reasons: Reason[]): ServiceError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new ServiceError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
