import type { LevelStore } from 'dynalite/db';
import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { type ChangeLog, createChangeLog } from './change-log';
import { createDynaliteCore } from './dynalite-core';
import { exportOperations } from './export-operations';
import { itemOperations } from './item-operations';
import { diskRoom } from '../../storage/disk-room';
import { requireReserve } from '../../storage/disk-reserve';
import { reportRoom } from '../../storage/report-room';
import { wrapItemStore } from './item-store';
import { kinesisDestinationOperations } from './kinesis-destination-operations';
import { createForwarding } from './kinesis-forwarding';
import { createTableExports } from './table-exports';
import { tableOperations } from './table-operations';
import { type TableSettings, createTableSettings, isLogged } from './table-settings';
import { type TableStreams, createTableStreams } from './table-streams';
import { tableUpkeepOperations } from './table-upkeep-operations';
import { startTimeToLive } from './time-to-live';
import { startTrimming } from './trim-changes';
import { createWriteLock } from './write-lock';

export interface DynamoDb {
  service: LocalService;
  route: ServiceRoute;
  cloud: Cloud;
  /** The streams of the tables, for DynamoDB Streams. */
  streams: TableStreams;
  /** What TTL and backups are set to, for the adapter that declares a table. */
  changeSettings(
    tableName: string,
    change: (before: TableSettings) => TableSettings,
  ): Promise<void>;
  /** Deletes expired items now instead of at the next sweep. */
  sweepExpired(): Promise<void>;
  /** Goes on with what was under way when the cloud stopped, once the streams are there. */
  resume(): Promise<void>;
  /** Ends what writes to other services. */
  quiesce(): Promise<void>;
  close(): Promise<void>;
}

const route: ServiceRoute = {
  service: 'dynamodb',
  protocol: 'json',
  jsonVersion: '1.0',
  targetPrefix: 'DynamoDB_20120810',
  crc32: true,
  signingNames: ['dynamodb'],
  shape: { blobs: ['B', 'BS'], timestamps: ['ExportTime'] },
};

export interface DynamoDbOptions {
  /** Where the level store lies; in memory without it. */
  directory?: string;
  /** Sees the level store before anything else does: a simulation keeps its writes over a restart. */
  prepareStore?: (store: LevelStore) => void;
}

/** dynalite's core over a level store. */
export function createDynamoDb(cloud: Cloud, options: DynamoDbOptions = {}): DynamoDb {
  const parts = createParts(cloud, options);
  const { core, settings, forwarding, exports } = parts;
  const timeToLive = startTimeToLive(cloud, parts);
  const trimming = startTrimming(cloud, parts);
  const operations = {
    ...tableOperations(parts),
    ...itemOperations(parts),
    ...tableUpkeepOperations(cloud, core, settings),
    ...kinesisDestinationOperations(parts),
    ...exportOperations(parts),
  };
  const quiesce = async () => {
    exports.stop();
    await forwarding.stop();
  };
  return {
    service: { name: 'dynamodb', operations },
    route,
    cloud,
    streams: createTableStreams(parts),
    changeSettings: async (tableName, change) => {
      await settings.loaded();
      await settings.set(tableName, change(settings.of(tableName)));
    },
    sweepExpired: () => timeToLive.sweep(),
    resume: async () => {
      await exports.resume();
      await forwarding.resume();
    },
    quiesce,
    close: async () => {
      timeToLive.stop();
      trimming.stop();
      await quiesce();
      await core.close();
    },
  };
}

function roomOf(cloud: Cloud, directory: string | undefined): () => Promise<void> {
  if (directory === undefined) return () => Promise.resolve();
  const room = diskRoom(directory, reportRoom('dynamodb', cloud.report));
  return () => room.watch(() => requireReserve(directory));
}

function createParts(cloud: Cloud, { directory, prepareStore }: DynamoDbOptions) {
  const { account, region } = cloud;
  const core = createDynaliteCore({
    account,
    region,
    directory,
    ...(prepareStore === undefined ? {} : { prepareStore }),
  });
  const settings = createTableSettings(cloud);
  const log: ChangeLog = createChangeLog(cloud, core.store);
  const items = wrapItemStore(core.store, {
    log,
    isLogged: async (tableName) => {
      await settings.loaded();
      return isLogged(settings.of(tableName));
    },
    requireRoom: roomOf(cloud, directory),
  });
  const forwarding = createForwarding({ cloud, core, settings, log, items });
  items.onChanges((tableName) => forwarding.wake(tableName));
  const exports = createTableExports(cloud);
  return { cloud, core, settings, log, items, forwarding, exports, lock: createWriteLock() };
}
