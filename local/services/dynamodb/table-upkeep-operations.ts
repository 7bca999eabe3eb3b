import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { DynaliteCore } from './dynalite-core';
import { tableArn } from './table-accesses';
import type { TableSettings, TableSettingsStore } from './table-settings';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
const RECOVERY_DAYS_DEFAULT = 35;

const tableName = z.strictObject({ TableName: z.string() });

interface Upkeep {
  cloud: Cloud;
  settings: TableSettingsStore;
  /** The settings of a table that exists. */
  found: (name: string) => Promise<TableSettings>;
  resources: (input: { TableName: string }) => string[];
}

const declare = { invalid: 'ValidationException' };

/** Time to live and backups. Backups are only described: the laptop restores nothing. */
export function tableUpkeepOperations(
  cloud: Cloud,
  core: DynaliteCore,
  settings: TableSettingsStore,
) {
  const upkeep: Upkeep = {
    cloud,
    settings,
    resources: (input) => [tableArn(cloud, input.TableName)],
    found: async (name) => {
      await core.opened();
      await settings.loaded();
      await core.run('DescribeTable', { TableName: name });
      return settings.of(name);
    },
  };
  return { ...timeToLiveOperations(upkeep), ...backupOperations(upkeep) };
}

function timeToLiveOperations({ settings, found, resources }: Upkeep) {
  return {
    UpdateTimeToLive: declaredOperation({
      ...declare,
      iam: 'dynamodb:UpdateTimeToLive',
      input: z.strictObject({
        TableName: z.string(),
        TimeToLiveSpecification: z.strictObject({
          Enabled: z.boolean(),
          AttributeName: z.string(),
        }),
      }),
      resources,
      run: async ({ TableName, TimeToLiveSpecification: wanted }) => {
        const before = await found(TableName);
        await settings.set(TableName, withTimeToLive(before, wanted));
        return { TimeToLiveSpecification: wanted };
      },
    }),
    DescribeTimeToLive: declaredOperation({
      ...declare,
      iam: 'dynamodb:DescribeTimeToLive',
      input: tableName,
      resources,
      run: async ({ TableName }) => {
        const { timeToLiveAttribute: AttributeName } = await found(TableName);
        return {
          TimeToLiveDescription:
            AttributeName === undefined
              ? { TimeToLiveStatus: 'DISABLED' }
              : { TimeToLiveStatus: 'ENABLED', AttributeName },
        };
      },
    }),
  };
}

function backupOperations({ cloud, settings, found, resources }: Upkeep) {
  return {
    DescribeContinuousBackups: declaredOperation({
      ...declare,
      iam: 'dynamodb:DescribeContinuousBackups',
      input: tableName,
      resources,
      run: async ({ TableName }) => backupsOf(cloud, await found(TableName)),
    }),
    UpdateContinuousBackups: declaredOperation({
      ...declare,
      iam: 'dynamodb:UpdateContinuousBackups',
      input: z.strictObject({
        TableName: z.string(),
        PointInTimeRecoverySpecification: z.strictObject({
          PointInTimeRecoveryEnabled: z.boolean(),
          RecoveryPeriodInDays: z.number().optional(),
        }),
      }),
      resources,
      run: async ({ TableName, PointInTimeRecoverySpecification: wanted }) => {
        const { pointInTimeRecovery: before, ...rest } = await found(TableName);
        const after = wanted.PointInTimeRecoveryEnabled
          ? {
              ...rest,
              pointInTimeRecovery: {
                enabledAtMilliseconds: before?.enabledAtMilliseconds ?? cloud.clock.now(),
                recoveryDays: wanted.RecoveryPeriodInDays ?? RECOVERY_DAYS_DEFAULT,
              },
            }
          : rest;
        await settings.set(TableName, after);
        return backupsOf(cloud, after);
      },
    }),
  };
}

function withTimeToLive(
  before: TableSettings,
  wanted: { Enabled: boolean; AttributeName: string },
): TableSettings {
  const { timeToLiveAttribute, ...rest } = before;
  if (wanted.Enabled === (timeToLiveAttribute !== undefined)) {
    throw new ServiceError(
      'ValidationException',
      `TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`,
    );
  }
  return wanted.Enabled ? { ...rest, timeToLiveAttribute: wanted.AttributeName } : rest;
}

function backupsOf(cloud: Cloud, { pointInTimeRecovery: recovery }: TableSettings) {
  const description =
    recovery === undefined
      ? { PointInTimeRecoveryStatus: 'DISABLED' }
      : {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.recoveryDays,
          EarliestRestorableDateTime: new Date(recovery.enabledAtMilliseconds),
          LatestRestorableDateTime: new Date(cloud.clock.now()),
        };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: description,
    },
  };
}
