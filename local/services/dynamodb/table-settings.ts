import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { durableMap } from '../durable-map';

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
    .object({ StreamEnabled: z.boolean(), StreamViewType: z.string().optional() })
    .optional(),
  TableClass: z.string().optional(),
});

export interface TableSettings extends z.output<typeof tableSettings> {
  timeToLiveAttribute?: string;
  pointInTimeRecovery?: { enabledAtMilliseconds: number; recoveryDays: number };
  /** ISO 8601 without zone, part of the stream's ARN. */
  streamLabel?: string;
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
    ...(stream?.StreamEnabled === true && streamLabel !== undefined
      ? {
          StreamSpecification: stream,
          LatestStreamLabel: streamLabel,
          LatestStreamArn: `${tableArn}/stream/${streamLabel}`,
        }
      : {}),
  };
}
