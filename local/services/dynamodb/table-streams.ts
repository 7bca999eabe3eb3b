import type { DynaliteTable } from 'dynalite/db';
import type { Cloud } from '../../cloud';
import { type ChangeLog, earliestAt, FIRST_SEQUENCE_NUMBER, type LoggedChange } from './change-log';
import { describeTable } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import {
  type LogRange,
  type StreamViewType,
  streamArn,
  type TableSettingsStore,
} from './table-settings';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
export const STREAM_RETENTION_MILLISECONDS = 24 * 3_600_000;

/** A table's latest stream, as DynamoDB Streams shows it. */
export interface TableStream {
  arn: string;
  label: string;
  viewType: StreamViewType;
  isEnabled: boolean;
  range: LogRange;
  table: DynaliteTable;
}

export interface TableStreams {
  /** Of all tables, by ARN. */
  all(): Promise<TableStream[]>;
  find(arn: string): Promise<TableStream | undefined>;
  /** In order, without those older than the retention. */
  read(stream: TableStream, range: { after: string; changesMax: number }): Promise<LoggedChange[]>;
  /** The sequence number behind which the next change will stand. */
  end(stream: TableStream): Promise<string>;
}

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  settings: TableSettingsStore;
  log: ChangeLog;
}

export function createTableStreams(parts: Parts): TableStreams {
  const { cloud, log, settings } = parts;
  return {
    all: async () => {
      await settings.loaded();
      const names = settings.entries().map(([tableName]) => tableName);
      const streams = await Promise.all(names.map((tableName) => streamOf(parts, tableName)));
      return streams
        .filter((stream) => stream !== undefined)
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
    },
    find: async (arn) => {
      const stream = await streamOf(parts, arn.split('/')[1] ?? '');
      return stream?.arn === arn ? stream : undefined;
    },
    read: ({ table, range }, { after, changesMax }) => {
      const horizon = earliestAt(cloud.clock.now() - STREAM_RETENTION_MILLISECONDS);
      const [, , latest = ''] = [after, range.after, horizon].sort();
      return cloud.clock.track(
        log.read(table.TableName, { after: latest, until: range.until, changesMax }),
      );
    },
    end: async ({ table, range }) => range.until ?? (await log.end(table.TableName)),
  };
}

async function streamOf(
  { core, settings }: Parts,
  tableName: string,
): Promise<TableStream | undefined> {
  await core.opened();
  await settings.loaded();
  const { StreamSpecification, ...given } = settings.of(tableName);
  if (given.streamLabel === undefined) return undefined;
  const table = await describeTable(core, tableName).catch(() => undefined);
  const arn = table && streamArn(given, table.TableArn);
  if (table === undefined || arn === undefined) return undefined;
  return {
    arn,
    label: given.streamLabel,
    range: given.streamRange ?? { after: FIRST_SEQUENCE_NUMBER },
    viewType: given.streamViewType ?? StreamSpecification?.StreamViewType ?? 'NEW_AND_OLD_IMAGES',
    isEnabled: StreamSpecification?.StreamEnabled === true,
    table,
  };
}
