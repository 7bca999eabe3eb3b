/** One version of an object, as it is kept in the bucket's index. Its bytes lie in a file. */
export interface ObjectVersion {
  key: string;
  /** `null` for what was written while versioning was off. */
  versionId: string;
  isDeleteMarker: boolean;
  modifiedMilliseconds: number;
  sizeBytes: number;
  /** Without quotes. */
  etag: string;
  /** Of the whole content, in hex; differs from the ETag after a multipart upload. */
  contentMd5: string;
  partCount?: number;
  /** The account that owns it by its ACL, where that is not the bucket's. */
  owner?: string;
  replicationStatus?: ReplicationStatus;
  attributes: ObjectAttributes;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  checksum?: { algorithm: ChecksumAlgorithm; value: string; type: 'FULL_OBJECT' | 'COMPOSITE' };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html */
export type ReplicationStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

/** What the writer said of the content, given back with it. */
export interface ObjectAttributes {
  ContentType?: string | undefined;
  ContentEncoding?: string | undefined;
  ContentLanguage?: string | undefined;
  ContentDisposition?: string | undefined;
  CacheControl?: string | undefined;
  Expires?: string | undefined;
  StorageClass?: string | undefined;
  ServerSideEncryption?: string | undefined;
  SSEKMSKeyId?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
}

export const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
