import type { RestRoute } from '../../endpoint/service-route';

/** `{Key+}` takes slashes: keys are paths. */
export const OBJECT = '/{Bucket}/{Key+}';

export const CHECKSUM_HEADERS = {
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-crc32c': 'ChecksumCRC32C',
  'x-amz-checksum-crc64nvme': 'ChecksumCRC64NVME',
  'x-amz-checksum-sha1': 'ChecksumSHA1',
  'x-amz-checksum-sha256': 'ChecksumSHA256',
};

/** Sent with an object and given back with it. */
const ATTRIBUTE_HEADERS = {
  'content-type': 'ContentType',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-disposition': 'ContentDisposition',
  'cache-control': 'CacheControl',
  expires: 'Expires',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-server-side-encryption-bucket-key-enabled': 'BucketKeyEnabled',
  'x-amz-storage-class': 'StorageClass',
};

export const CONDITION_HEADERS = {
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'if-modified-since': 'IfModifiedSince',
  'if-unmodified-since': 'IfUnmodifiedSince',
};

/** What every write may carry. */
export const WRITE_HEADERS = {
  ...ATTRIBUTE_HEADERS,
  'x-amz-tagging': 'Tagging',
  'x-amz-acl': 'ACL',
};

export const METADATA = { prefix: 'x-amz-meta-', member: 'Metadata' };

const invert = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, member]) => [member, name]));

export const PUT_RESPONSE = {
  ETag: 'etag',
  VersionId: 'x-amz-version-id',
  ChecksumType: 'x-amz-checksum-type',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  ...invert(CHECKSUM_HEADERS),
};

export const READ: Omit<RestRoute, 'action' | 'method'> = {
  path: OBJECT,
  query: {
    versionId: 'VersionId',
    partNumber: 'PartNumber',
    'response-content-type': 'ResponseContentType',
    'response-content-disposition': 'ResponseContentDisposition',
    'response-content-encoding': 'ResponseContentEncoding',
  },
  headers: { ...CONDITION_HEADERS, range: 'Range', 'x-amz-checksum-mode': 'ChecksumMode' },
  response: {
    statusMember: 'Status',
    headers: {
      ...PUT_RESPONSE,
      ...invert(ATTRIBUTE_HEADERS),
      LastModified: 'last-modified',
      ContentLength: 'content-length',
      ContentRange: 'content-range',
      AcceptRanges: 'accept-ranges',
      TagCount: 'x-amz-tagging-count',
      PartsCount: 'x-amz-mp-parts-count',
      ReplicationStatus: 'x-amz-replication-status',
    },
    prefixHeaders: METADATA,
    payload: { member: 'Body', as: 'bytes' },
  },
};
