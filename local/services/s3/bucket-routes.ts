import type { RestRoute } from '../../endpoint/service-route';

/** A bucket as a whole. */
export const BUCKET = '/{Bucket}';

export const LIST_QUERY = {
  prefix: 'Prefix',
  delimiter: 'Delimiter',
  'max-keys': 'MaxKeys',
  'encoding-type': 'EncodingType',
};

/** A bucket's setting: put, get and delete of one document under one query name. */
function setting(
  query: string,
  name: string,
  document: { member: string; root: string },
): RestRoute[] {
  const at = { path: BUCKET, requiredQuery: [query] };
  const payload = { member: document.member, as: 'document' } as const;
  return [
    { ...at, action: `Put${name}`, method: 'PUT', payload },
    { ...at, action: `Get${name}`, method: 'GET', response: { root: document.root, payload } },
    { ...at, action: `Delete${name}`, method: 'DELETE', response: { status: 204 } },
  ];
}

const policy = { member: 'Policy', as: 'bytes' } as const;

export const BUCKET_ROUTES: RestRoute[] = [
  ...setting('versioning', 'BucketVersioning', {
    member: 'VersioningConfiguration',
    root: 'VersioningConfiguration',
  }),
  ...setting('encryption', 'BucketEncryption', {
    member: 'ServerSideEncryptionConfiguration',
    root: 'ServerSideEncryptionConfiguration',
  }),
  ...setting('publicAccessBlock', 'PublicAccessBlock', {
    member: 'PublicAccessBlockConfiguration',
    root: 'PublicAccessBlockConfiguration',
  }),
  ...setting('lifecycle', 'BucketLifecycleConfiguration', {
    member: 'LifecycleConfiguration',
    root: 'LifecycleConfiguration',
  }),
  ...setting('ownershipControls', 'BucketOwnershipControls', {
    member: 'OwnershipControls',
    root: 'OwnershipControls',
  }),
  ...setting('replication', 'BucketReplication', {
    member: 'ReplicationConfiguration',
    root: 'ReplicationConfiguration',
  }),
  ...setting('tagging', 'BucketTagging', { member: 'Tagging', root: 'Tagging' }),
  {
    action: 'GetBucketAcl',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['acl'],
    response: { root: 'AccessControlPolicy' },
  },
  {
    action: 'PutBucketPolicy',
    method: 'PUT',
    path: BUCKET,
    requiredQuery: ['policy'],
    payload: policy,
    response: { status: 204 },
  },
  {
    action: 'GetBucketPolicy',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['policy'],
    response: { payload: policy },
  },
  {
    action: 'DeleteBucketPolicy',
    method: 'DELETE',
    path: BUCKET,
    requiredQuery: ['policy'],
    response: { status: 204 },
  },
  {
    action: 'GetBucketLocation',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['location'],
    response: {
      root: 'LocationConstraint',
      payload: { member: 'LocationConstraint', as: 'document' },
    },
  },
  {
    action: 'ListObjectVersions',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['versions'],
    query: { ...LIST_QUERY, 'key-marker': 'KeyMarker', 'version-id-marker': 'VersionIdMarker' },
    response: { root: 'ListVersionsResult' },
  },
  {
    action: 'ListMultipartUploads',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['uploads'],
    query: { prefix: 'Prefix', 'encoding-type': 'EncodingType' },
    response: { root: 'ListMultipartUploadsResult' },
  },
  {
    action: 'DeleteObjects',
    method: 'POST',
    path: BUCKET,
    requiredQuery: ['delete'],
    payload: { member: 'Delete', as: 'document' },
    response: { root: 'DeleteResult' },
  },
  {
    action: 'ListObjectsV2',
    method: 'GET',
    path: BUCKET,
    requiredQuery: ['list-type'],
    query: {
      ...LIST_QUERY,
      'start-after': 'StartAfter',
      'continuation-token': 'ContinuationToken',
      'fetch-owner': 'FetchOwner',
    },
    response: { root: 'ListBucketResult' },
  },
];
