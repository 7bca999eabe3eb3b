import type { Cloud } from '../../cloud';
import type { ChangeLog } from './change-log';
import { describeTable } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import { type Forwarder, startForwarder } from './kinesis-forwarder';
import type { ItemStore } from './item-store';
import type { KinesisDestination, TableSettingsStore } from './table-settings';

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  settings: TableSettingsStore;
  log: ChangeLog;
  items: Pick<ItemStore, 'writeBeside'>;
}

/** The forwarders of all Kinesis destinations. */
export interface Forwarding {
  /** Goes on with every destination that an earlier run left on. */
  resume(): Promise<void>;
  start(tableName: string, streamArn: string): void;
  /** The table may have changes. */
  wake(tableName: string): void;
  /** Up to which change each destination of the table has them all; the end of the log without any. */
  reached(tableName: string): Promise<string>;
  /** Ends the table's destinations, since it is being deleted; says how much did not get there. */
  forget(tableName: string): Promise<void>;
  stop(): Promise<void>;
}

export function createForwarding(parts: Parts): Forwarding {
  const running = new Map<string, Forwarder>();
  const start = (tableName: string, streamArn: string) => {
    const id = forwardedKey(tableName, streamArn);
    if (!running.has(id)) running.set(id, forwarderOf(parts, { tableName, streamArn }, running));
  };
  const ofTable = (tableName: string) =>
    [...running].filter(([id]) => id.startsWith(forwardedKey(tableName, '')));
  return {
    start,
    resume: async () => {
      await parts.core.opened();
      await parts.settings.loaded();
      for (const [tableName, { kinesisDestinations = [] }] of parts.settings.entries()) {
        for (const { streamArn } of kinesisDestinations.filter(isUnderWay)) {
          start(tableName, streamArn);
        }
      }
    },
    wake: (tableName) => ofTable(tableName).forEach(([, forwarder]) => forwarder.wake()),
    reached: (tableName) => reachedByAll(parts, tableName),
    forget: async (tableName) => {
      for (const [id, forwarder] of ofTable(tableName)) {
        running.delete(id);
        await forwarder.stop();
      }
      await reportUnsent(parts, tableName);
      const first = forwardedKey(tableName, '');
      await parts.core.store.db.clear({ gte: first, lt: `${first}~` });
    },
    stop: async () => {
      await Promise.all([...running.values()].map((forwarder) => forwarder.stop()));
      running.clear();
    },
  };
}

function forwarderOf(
  { cloud, core, settings, log, items }: Parts,
  { tableName, streamArn }: { tableName: string; streamArn: string },
  running: Map<string, Forwarder>,
): Forwarder {
  const { db } = core.store;
  const id = forwardedKey(tableName, streamArn);
  return startForwarder({
    cloud,
    log,
    tableName,
    streamArn,
    destination: () =>
      settings.of(tableName).kinesisDestinations?.find((each) => each.streamArn === streamArn),
    describe: () => describeTable(core, tableName),
    checkpoint: {
      read: async () => (await db.get(id)) as string | undefined,
      save: (value) => items.writeBeside([{ type: 'put', key: id, value }]),
    },
    drained: async () => {
      running.delete(id);
      const { kinesisDestinations = [], ...rest } = settings.of(tableName);
      await settings.set(tableName, {
        ...rest,
        kinesisDestinations: kinesisDestinations.map((each) =>
          each.streamArn === streamArn
            ? { streamArn, status: 'DISABLED' as const, range: each.range }
            : each,
        ),
      });
      await items.writeBeside([{ type: 'del', key: id }]);
    },
  });
}

async function reachedByAll(parts: Parts, tableName: string): Promise<string> {
  const { core, settings, log } = parts;
  let least = await log.end(tableName);
  for (const each of (settings.of(tableName).kinesisDestinations ?? []).filter(isUnderWay)) {
    const stored = await core.store.db.get(forwardedKey(tableName, each.streamArn));
    const reached = typeof stored === 'string' ? stored : each.range.after;
    if (reached < least) least = reached;
  }
  return least;
}

async function reportUnsent(parts: Parts, tableName: string): Promise<void> {
  const after = await reachedByAll(parts, tableName);
  const unsent = await parts.log.read(tableName, { after, changesMax: 1 });
  if (unsent.length === 0 || !parts.settings.of(tableName).kinesisDestinations?.some(isUnderWay)) {
    return;
  }
  parts.cloud.report({
    source: tableName,
    level: 'warning',
    message: `table ${tableName} is deleted before all of its changes reached its Kinesis streams`,
  });
}

function isUnderWay({ status }: KinesisDestination): boolean {
  return status !== 'DISABLED';
}

function forwardedKey(tableName: string, streamArn: string): string {
  return `forwarded-${tableName}~${streamArn}`;
}
