import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  ExportTableToPointInTimeCommand,
  type ExportDescription,
} from '@aws-sdk/client-dynamodb';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { UserError } from '../user-error';

const POLL_MILLISECONDS = { laptop: 200, aws: 10_000 };

/** Of the table's point-in-time recovery, as DynamoDB tells it. */
export async function recoveryStatus({ clients, feed }: DynamoTarget): Promise<string> {
  const { ContinuousBackupsDescription: backups } = await clients.dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: feed.table.name }),
  );
  return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus ?? 'DISABLED';
}

/** Refuses a table whose backups an export cannot read. */
export async function checkRecovery(target: DynamoTarget): Promise<void> {
  if ((await recoveryStatus(target)) === 'ENABLED') return;
  const { name } = target.feed.table;
  throw new UserError(
    `Point-in-time recovery of table ${name} is off, and an export reads its backups. Turn it on with "aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true", then load.`,
  );
}

/**
 * Begins a full export as of now into the feed's exports bucket. What is written meanwhile comes through
 * the stream, so the stream must be written before.
 */
export async function startExport({ clients, feed }: DynamoTarget): Promise<string> {
  const prefix = feed.exports.prefix.replace(/\/$/, '');
  const { ExportDescription: started } = await clients.dynamodb.send(
    new ExportTableToPointInTimeCommand({
      TableArn: feed.table.arn,
      S3Bucket: feed.exports.bucket,
      ...(prefix !== '' && { S3Prefix: prefix }),
      ExportFormat: 'DYNAMODB_JSON',
      ExportType: 'FULL_EXPORT',
      // So that the client's own retries begin no second export.
      ClientToken: randomUUID(),
    }),
  );
  return started?.ExportArn ?? '';
}

/** Waits until the export is complete; returns where its summary lies. */
export async function awaitExport(
  target: DynamoTarget,
  screen: Screen,
  arn: string,
): Promise<{ bucket: string; manifestKey: string }> {
  const startedAt = Date.now();
  for (;;) {
    const found = await describeExport(target, arn);
    if (found.ExportStatus === 'COMPLETED') {
      const { S3Bucket: bucket = '', ExportManifest: manifestKey = '' } = found;
      return { bucket, manifestKey };
    }
    if (found.ExportStatus === 'FAILED') {
      throw new UserError(
        `The export ${arn} failed: ${found.FailureMessage ?? found.FailureCode ?? 'no reason given'}`,
      );
    }
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    screen.status(
      `the export is in progress: ${String(seconds)} s; AWS takes some minutes at least`,
    );
    await sleep(POLL_MILLISECONDS[target.name]);
  }
}

async function describeExport(
  { clients, feed }: DynamoTarget,
  arn: string,
): Promise<ExportDescription> {
  if (!arn.startsWith(`${feed.table.arn}/export/`)) {
    throw new UserError(`${arn} is no export of table ${feed.table.arn}.`);
  }
  const { ExportDescription: found } = await clients.dynamodb.send(
    new DescribeExportCommand({ ExportArn: arn }),
  );
  if (found?.ExportType === 'INCREMENTAL_EXPORT') {
    throw new UserError(`${arn} is incremental; a load takes full exports.`);
  }
  return found ?? {};
}
