/** A delivery stream to S3, as its definition says. */
export interface DeliverySettings {
  name: string;
  arn: string;
  destination: S3Destination;
  /** Undefined takes records by PutRecord and PutRecordBatch. */
  source?: { streamArn: string; roleArn: string };
  /** The role under which the bucket is written and the transform is invoked. */
  roleArn: string;
}

export interface S3Destination {
  bucketArn: string;
  prefix: string;
  errorOutputPrefix: string;
  /** 1 to 128, counted before compression. */
  bufferMegabytes: number;
  /** 0 to 900. */
  bufferSeconds: number;
  compression: 'UNCOMPRESSED' | 'GZIP';
  /** IANA name. */
  timeZone: string;
  /** Replaces the compression's own; empty for none. */
  fileExtension: string;
  kmsKeyArn?: string;
  transform?: TransformSettings;
  /** Appended to each record after the transform. */
  delimiter: string;
  /** Keeps each source record as it came, besides what the transform made of it. */
  backup?: BackupSettings;
}

export interface TransformSettings {
  lambdaArn: string;
  retries: number;
  bufferMegabytes: number;
  bufferSeconds: number;
}

export interface BackupSettings {
  bucketArn: string;
  roleArn: string;
  prefix: string;
  bufferMegabytes: number;
  bufferSeconds: number;
  compression: 'UNCOMPRESSED' | 'GZIP';
}
