import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { durableMap } from '../durable-map';
import type { TimePrecision } from './kinesis-record';

const streamViewType = z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']);

export type StreamViewType = z.output<typeof streamViewType>;

/** What DescribeTable answers beyond dynalite's own, and what TTL and backups are set to. */
export const tableSettings = z.object({
  SSESpecification: z
    .object({
      Enabled: z.boolean().optional(),
      SSEType: z.string().optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  StreamSpecification: z
    .object({ StreamEnabled: z.boolean(), StreamViewType: streamViewType.optional() })
    .optional(),
  TableClass: z.string().optional(),
});

export interface TableSettings extends z.output<typeof tableSettings> {
  timeToLiveAttribute?: string;
  pointInTimeRecovery?: { enabledAtMilliseconds: number; recoveryDays: number };
  /** ISO 8601 without zone, part of the stream's ARN. */
  streamLabel?: string;
  streamViewType?: StreamViewType;
  /** Of the latest stream, which stays readable when it is switched off. */
  streamRange?: LogRange;
  kinesisDestinations?: KinesisDestination[];
}

/** What a reader gets of a table's change log, by sequence numbers. */
export interface LogRange {
  /** Everything behind it. */
  after: string;
  /** Up to and with it, once the reader was switched off. */
  until?: string;
}

export interface KinesisDestination {
  streamArn: string;
  /** `DISABLING` until what was written before is in the stream. */
  status: 'ACTIVE' | 'DISABLING' | 'DISABLED';
  precision?: TimePrecision;
  range: LogRange;
}

/** Whether somebody reads the table's changes from now on. */
export function isLogged({ StreamSpecification, kinesisDestinations }: TableSettings): boolean {
  return (
    StreamSpecification?.StreamEnabled === true ||
    (kinesisDestinations ?? []).some(({ status }) => status === 'ACTIVE')
  );
}

export interface TableSettingsStore {
  loaded(): Promise<void>;
  of(tableName: string): TableSettings;
  entries(): [string, TableSettings][];
  set(tableName: string, settings: TableSettings): Promise<void>;
  delete(tableName: string): Promise<void>;
}

export function createTableSettings(cloud: Cloud): TableSettingsStore {
  const map = durableMap<TableSettings>(cloud.storage.log('dynamodb/table-settings'));
  return { ...map, of: (tableName) => map.get(tableName) ?? {} };
}

/** The members of a table's description that the settings stand for. */
export function describeSettings(settings: TableSettings, tableArn: string): object {
  const { SSESpecification: sse, StreamSpecification: stream, streamLabel } = settings;
  const arn = streamArn(settings, tableArn);
  return {
    DeletionProtectionEnabled: settings.DeletionProtectionEnabled ?? false,
    ...(settings.TableClass === undefined
      ? {}
      : { TableClassSummary: { TableClass: settings.TableClass } }),
    ...(sse?.Enabled === true
      ? {
          SSEDescription: {
            Status: 'ENABLED',
            SSEType: sse.SSEType ?? 'KMS',
            KMSMasterKeyArn: sse.KMSMasterKeyId,
          },
        }
      : {}),
    ...(stream?.StreamEnabled === true && arn !== undefined
      ? { StreamSpecification: stream, LatestStreamLabel: streamLabel, LatestStreamArn: arn }
      : {}),
  };
}

/** Undefined for a table that never had a stream. */
export function streamArn({ streamLabel }: TableSettings, tableArn: string): string | undefined {
  return streamLabel === undefined ? undefined : `${tableArn}/stream/${streamLabel}`;
}
