import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { createDynaliteCore } from './dynalite-core';
import { itemOperations } from './item-operations';
import { type ItemListener, wrapItemStore } from './item-store';
import { tableOperations } from './table-operations';
import { type TableSettings, createTableSettings } from './table-settings';
import { tableUpkeepOperations } from './table-upkeep-operations';
import { startTimeToLive } from './time-to-live';
import { createWriteLock } from './write-lock';

export interface DynamoDb {
  service: LocalService;
  route: ServiceRoute;
  cloud: Cloud;
  /** Every change of an item, in order per key, before it is acknowledged. */
  onItemChange(listener: ItemListener): void;
  /** What TTL and backups are set to, for the adapter that declares a table. */
  changeSettings(
    tableName: string,
    change: (before: TableSettings) => TableSettings,
  ): Promise<void>;
  /** Deletes expired items now instead of at the next sweep. */
  sweepExpired(): Promise<void>;
  close(): Promise<void>;
}

const route: ServiceRoute = {
  service: 'dynamodb',
  protocol: 'json',
  jsonVersion: '1.0',
  targetPrefix: 'DynamoDB_20120810',
  crc32: true,
  signingNames: ['dynamodb'],
  shape: { blobs: ['B', 'BS'], timestamps: [] },
};

/** dynalite's core over a level store in `directory`, or in memory without one. */
export function createDynamoDb(cloud: Cloud, options: { directory?: string } = {}): DynamoDb {
  const { account, region } = cloud;
  const core = createDynaliteCore({ account, region, directory: options.directory });
  const items = wrapItemStore(core.store);
  const settings = createTableSettings(cloud);
  const lock = createWriteLock();
  const timeToLive = startTimeToLive(cloud, { core, items, settings, lock });
  const operations = {
    ...tableOperations({ cloud, core, settings, lock }),
    ...itemOperations({ cloud, core, items, lock }),
    ...tableUpkeepOperations(cloud, core, settings),
  };
  return {
    service: { name: 'dynamodb', operations },
    route,
    cloud,
    onItemChange: (listener) => items.onItemChange(listener),
    changeSettings: async (tableName, change) => {
      await settings.loaded();
      await settings.set(tableName, change(settings.of(tableName)));
    },
    sweepExpired: () => timeToLive.sweep(),
    close: async () => {
      timeToLive.stop();
      await core.close();
    },
  };
}
