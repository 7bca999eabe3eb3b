import type { Cloud } from '../../cloud';
import type { DynaliteCore } from './dynalite-core';
import type { Item, ItemStore } from './item-store';
import type { TableSettingsStore } from './table-settings';
import { keyOf } from './transactions';
import type { WriteLock } from './write-lock';
import type { DynaliteTable } from 'dynalite/db';

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
  void repeat(cloud, sweep, stopping.signal);
  return { sweep, stop: () => stopping.abort(new Error('DynamoDB stopped')) };
}

async function repeat(cloud: Cloud, sweep: () => Promise<void>, signal: AbortSignal) {
  for (;;) {
    try {
      await cloud.clock.wait(SWEEP_SECONDS * 1000, signal);
    } catch {
      return;
    }
    try {
      await cloud.clock.track(sweep());
    } catch (error) {
      if (signal.aborted) return;
      cloud.report({
        source: 'dynamodb',
        level: 'error',
        message: `expired items could not be deleted: ${String(error)}`,
      });
    }
  }
}

async function sweepTable(
  cloud: Cloud,
  { core, items, lock }: Parts,
  { tableName, attribute }: { tableName: string; attribute: string },
): Promise<void> {
  const described = await core.run('DescribeTable', { TableName: tableName });
  const table = described['Table'] as DynaliteTable;
  const nowSeconds = Math.floor(cloud.clock.now() / 1000);
  for (const item of await expiredItems(core, { tableName, attribute, nowSeconds })) {
    const Key = Object.fromEntries(
      table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
    );
    await lock.exclusive(async () => {
      const key = keyOf(table, Key);
      const current = await items.read(tableName, key);
      if (current?.[attribute]?.['N'] !== item[attribute]?.['N']) return;
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
      const until = Number(item[query.attribute]?.['N'] ?? Number.NaN);
      const age = query.nowSeconds - until;
      if (age > 0 && age < IGNORED_AFTER_SECONDS) expired.push(item);
    }
    from = page['LastEvaluatedKey'];
  } while (from !== undefined);
  return expired;
}
