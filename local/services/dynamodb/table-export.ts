import type { Caller } from '../../endpoint/dispatch';

/** What ExportTableToPointInTime was asked, and how far it is. */
export interface TableExport {
  arn: string;
  status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  startMs: number;
  endMs?: number;
  tableArn: string;
  tableId: string;
  clientToken: string;
  target: ExportTarget;
  /** Key of the summary manifest, once it is written. */
  manifestKey?: string;
  itemCount?: number;
  billedSizeBytes?: number;
  failureCode?: string;
  failureMessage?: string;
}

export interface ExportTarget {
  bucket: string;
  bucketOwner?: string | undefined;
  prefix?: string | undefined;
  sseAlgorithm?: 'AES256' | 'KMS' | undefined;
  sseKmsKeyId?: string | undefined;
}

/** Objects are written as the one who asked for the export. */
export interface ExportJob {
  export: TableExport;
  caller: Caller;
}

/** `PREFIX/AWSDynamoDB/EXPORT-ID/` */
export function exportFolder({ arn, target: { prefix = '' } }: TableExport): string {
  const folder = `AWSDynamoDB/${arn.slice(arn.lastIndexOf('/') + 1)}/`;
  return prefix === '' ? folder : `${prefix.replace(/\/+$/, '')}/${folder}`;
}

/** ExportDescription of the API. */
export function describeExport(made: TableExport): Record<string, unknown> {
  const { target } = made;
  return {
    ExportArn: made.arn,
    ExportStatus: made.status,
    StartTime: new Date(made.startMs),
    EndTime: made.endMs === undefined ? undefined : new Date(made.endMs),
    ExportManifest: made.manifestKey,
    TableArn: made.tableArn,
    TableId: made.tableId,
    ExportTime: new Date(made.startMs),
    ClientToken: made.clientToken,
    S3Bucket: target.bucket,
    S3BucketOwner: target.bucketOwner,
    S3Prefix: target.prefix,
    S3SseAlgorithm: target.sseAlgorithm,
    S3SseKmsKeyId: target.sseKmsKeyId,
    FailureCode: made.failureCode,
    FailureMessage: made.failureMessage,
    ExportFormat: 'DYNAMODB_JSON',
    BilledSizeBytes: made.billedSizeBytes,
    ItemCount: made.itemCount,
    ExportType: 'FULL_EXPORT',
  };
}
