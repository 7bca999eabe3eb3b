import type { Item } from '../../../wire/attribute-value';
import type { Cloud } from '../../cloud';
import { describeTable, pickKey } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import type { ItemStore } from './item-store';
import { repeat } from './repeat';
import type { TableSettingsStore } from './table-settings';
import { keyOf } from './transactions';
import type { WriteLock } from './write-lock';

/** AWS deletes "within a few days"; the laptop looks this often. */
const SWEEP_SECONDS = 60;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const IGNORED_AFTER_SECONDS = 5 * 365 * 86_400;

export interface TimeToLive {
  /** Deletes what is past its time now, in every table with a TTL attribute. */
  sweep(): Promise<void>;
  stop(): void;
}

interface Parts {
  core: DynaliteCore;
  items: ItemStore;
  settings: TableSettingsStore;
  lock: WriteLock;
}

/** Sweeps on the cloud's clock until stopped. */
export function startTimeToLive(cloud: Cloud, parts: Parts): TimeToLive {
  const stopping = new AbortController();
  const sweep = async () => {
    await parts.settings.loaded();
    for (const [tableName, { timeToLiveAttribute }] of parts.settings.entries()) {
      if (timeToLiveAttribute === undefined) continue;
      await sweepTable(cloud, parts, { tableName, attribute: timeToLiveAttribute });
    }
  };
  void repeat(cloud, {
    everySeconds: SWEEP_SECONDS,
    work: sweep,
    signal: stopping.signal,
    trouble: 'expired items could not be deleted',
  });
  return { sweep, stop: () => stopping.abort(new Error('DynamoDB stopped')) };
}

async function sweepTable(
  cloud: Cloud,
  { core, items, lock }: Parts,
  { tableName, attribute }: { tableName: string; attribute: string },
): Promise<void> {
  const table = await describeTable(core, tableName);
  const nowSeconds = Math.floor(cloud.clock.now() / 1000);
  for (const item of await expiredItems(core, { tableName, attribute, nowSeconds })) {
    const Key = pickKey(table, item);
    await lock.exclusive(async () => {
      const key = keyOf(table, Key);
      const current = await items.read(tableName, key);
      if (expiryOf(current, attribute) !== expiryOf(item, attribute)) return;
      items.expire(tableName, key);
      await core.run('DeleteItem', core.validate('DeleteItem', { TableName: tableName, Key }));
    });
  }
}

async function expiredItems(
  core: DynaliteCore,
  query: { tableName: string; attribute: string; nowSeconds: number },
): Promise<Item[]> {
  const expired: Item[] = [];
  let from: unknown;
  do {
    const scan = core.validate('Scan', { TableName: query.tableName, ExclusiveStartKey: from });
    const page = await core.run('Scan', scan);
    for (const item of page['Items'] as Item[]) {
      const until = Number(expiryOf(item, query.attribute) ?? Number.NaN);
      const age = query.nowSeconds - until;
      if (age > 0 && age < IGNORED_AFTER_SECONDS) expired.push(item);
    }
    from = page['LastEvaluatedKey'];
  } while (from !== undefined);
  return expired;
}

function expiryOf(item: Item | undefined, attribute: string): string | undefined {
  const value = item?.[attribute];
  return value !== undefined && 'N' in value ? value.N : undefined;
}
