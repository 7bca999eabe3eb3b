import { z } from 'zod';
import type { Cloud } from '../../cloud';
import type { CallContext } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import { describeTable } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import type { ItemStore } from './item-store';
import { describeExport, type TableExport } from './table-export';
import type { TableExports } from './table-exports';
import type { TableSettingsStore } from './table-settings';
import type { WriteLock } from './write-lock';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html */
const TOKEN_HOURS = 8;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html */
const EXPORTS_PER_PAGE = 25;

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  items: ItemStore;
  settings: TableSettingsStore;
  lock: WriteLock;
  exports: TableExports;
}

const exportInput = z.strictObject({
  TableArn: z.string(),
  S3Bucket: z.string().min(1),
  S3BucketOwner: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  S3Prefix: z.string().optional(),
  S3SseAlgorithm: z.enum(['AES256', 'KMS']).optional(),
  S3SseKmsKeyId: z.string().optional(),
  ExportFormat: z.enum(['DYNAMODB_JSON', 'ION']).optional(),
  ExportType: z.enum(['FULL_EXPORT', 'INCREMENTAL_EXPORT']).optional(),
  ExportTime: z.date().optional(),
  IncrementalExportSpecification: z.unknown().optional(),
  ClientToken: z.string().optional(),
});

type ExportInput = z.output<typeof exportInput>;

/** Full exports of what the table holds now; the laptop keeps no earlier state. */
export function exportOperations(parts: Parts) {
  const declare = (action: string) => ({
    invalid: 'ValidationException',
    iam: `dynamodb:${action}`,
  });
  return {
    ExportTableToPointInTime: declaredOperation({
      ...declare('ExportTableToPointInTime'),
      input: exportInput,
      resources: ({ TableArn }) => [TableArn],
      run: async (input, context) => ({
        ExportDescription: describeExport(await exportTable(parts, input, context)),
      }),
    }),
    DescribeExport: declaredOperation({
      ...declare('DescribeExport'),
      input: z.strictObject({ ExportArn: z.string() }),
      resources: ({ ExportArn }) => [ExportArn],
      run: async ({ ExportArn }) => {
        await parts.exports.loaded();
        const found = parts.exports.get(ExportArn);
        if (found !== undefined) return { ExportDescription: describeExport(found) };
        throw new ServiceError('ExportNotFoundException', `Export not found: ${ExportArn}`);
      },
    }),
    ListExports: declaredOperation({
      ...declare('ListExports'),
      input: z.strictObject({
        TableArn: z.string().optional(),
        MaxResults: z.number().int().min(1).max(EXPORTS_PER_PAGE).optional(),
        NextToken: z.string().optional(),
      }),
      run: async (input) => {
        await parts.exports.loaded();
        return listExports(parts.exports.all(), input);
      },
    }),
  };
}

async function exportTable(
  parts: Parts,
  input: ExportInput,
  { caller }: CallContext,
): Promise<TableExport> {
  const { cloud, core, items, settings, exports } = parts;
  refuseUnsupported(input, cloud.clock.now());
  await core.opened();
  await settings.loaded();
  await exports.loaded();
  const tableName = input.TableArn.slice(input.TableArn.lastIndexOf('/') + 1);
  const table = await describeTable(core, tableName).catch((cause: unknown) => {
    throw new ServiceError('TableNotFoundException', `Table not found: ${input.TableArn}`, {
      cause,
    });
  });
  if (settings.of(tableName).pointInTimeRecovery === undefined) {
    throw new ServiceError(
      'PointInTimeRecoveryUnavailableException',
      `Point in time recovery is not enabled for table '${tableName}'`,
    );
  }
  return parts.lock.exclusive(async () => {
    const earlier = earlierWithToken(parts, input);
    if (earlier !== undefined) return earlier;
    const made = newExport(cloud, table, input);
    await exports.start({ export: made, caller }, items.snapshot(tableName));
    return made;
  });
}

function refuseUnsupported(input: ExportInput, nowMs: number): void {
  const unsupported =
    input.ExportType === 'INCREMENTAL_EXPORT' || input.IncrementalExportSpecification !== undefined
      ? 'ExportType INCREMENTAL_EXPORT'
      : input.ExportFormat === 'ION'
        ? 'ExportFormat ION'
        : input.ExportTime !== undefined && input.ExportTime.getTime() < nowMs
          ? 'An ExportTime in the past'
          : undefined;
  if (unsupported !== undefined) {
    throw new ServiceError(
      'NotImplementedException',
      `${unsupported} is not supported by the laptop cloud, which exports in full, as DYNAMODB_JSON, what the table holds now.`,
      { status: 501 },
    );
  }
  if (input.ExportTime !== undefined && input.ExportTime.getTime() > nowMs) {
    throw new ServiceError(
      'InvalidExportTimeException',
      `The ExportTime ${input.ExportTime.toISOString()} is in the future.`,
    );
  }
}

/** The same call again gives the same export. */
function earlierWithToken({ cloud, exports }: Parts, input: ExportInput): TableExport | undefined {
  const since = cloud.clock.now() - TOKEN_HOURS * 3_600_000;
  const earlier = exports
    .all()
    .find(({ clientToken, startMs }) => clientToken === input.ClientToken && startMs > since);
  if (earlier === undefined) return undefined;
  const isSame =
    earlier.tableArn === input.TableArn &&
    JSON.stringify(earlier.target) === JSON.stringify(targetOf(input));
  if (isSame) return earlier;
  throw new ServiceError(
    'ExportConflictException',
    `An export with the ClientToken ${earlier.clientToken} was asked with other parameters: ${earlier.arn}`,
  );
}

function newExport(
  cloud: Cloud,
  table: { TableArn: string; TableId: string },
  input: ExportInput,
): TableExport {
  const startMs = cloud.clock.now();
  const unique = Buffer.from(cloud.chance.bytes(4)).toString('hex');
  return {
    arn: `${table.TableArn}/export/0${startMs}-${unique}`,
    status: 'IN_PROGRESS',
    startMs,
    tableArn: table.TableArn,
    tableId: table.TableId,
    clientToken: input.ClientToken ?? cloud.chance.uuid(),
    target: targetOf(input),
  };
}

function targetOf(input: ExportInput): TableExport['target'] {
  return {
    bucket: input.S3Bucket,
    bucketOwner: input.S3BucketOwner,
    prefix: input.S3Prefix,
    sseAlgorithm: input.S3SseAlgorithm,
    sseKmsKeyId: input.S3SseKmsKeyId,
  };
}

interface Asked {
  TableArn?: string | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

function listExports(all: TableExport[], asked: Asked) {
  const found = all
    .filter(({ tableArn }) => asked.TableArn === undefined || tableArn === asked.TableArn)
    .filter(({ arn }) => asked.NextToken === undefined || arn > asked.NextToken)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const page = found.slice(0, asked.MaxResults ?? EXPORTS_PER_PAGE);
  return {
    ExportSummaries: page.map(({ arn, status }) => ({
      ExportArn: arn,
      ExportStatus: status,
      ExportType: 'FULL_EXPORT',
    })),
    ...(found.length > page.length && { NextToken: page.at(-1)?.arn }),
  };
}
