import type { RestRoute, ServiceRoute } from '../../endpoint/service-route';
import { BUCKET, BUCKET_ROUTES, LIST_QUERY } from './bucket-routes';
import {
  CHECKSUM_HEADERS,
  METADATA,
  OBJECT,
  PUT_RESPONSE,
  READ,
  WRITE_HEADERS,
} from './object-headers';
import { CHECKSUM_CHOICE, OBJECT_SUBRESOURCES } from './object-routes';
import { REFUSED } from './refused-routes';

const PLAIN: RestRoute[] = [
  { action: 'ListBuckets', method: 'GET', path: '/', response: { root: 'ListAllMyBucketsResult' } },
  {
    action: 'CreateBucket',
    method: 'PUT',
    path: BUCKET,
    headers: { 'x-amz-acl': 'ACL', 'x-amz-object-ownership': 'ObjectOwnership' },
    payload: { member: 'CreateBucketConfiguration', as: 'document' },
    response: { headers: { Location: 'location' } },
  },
  {
    action: 'HeadBucket',
    method: 'HEAD',
    path: BUCKET,
    response: { headers: { BucketRegion: 'x-amz-bucket-region' } },
  },
  { action: 'DeleteBucket', method: 'DELETE', path: BUCKET, response: { status: 204 } },
  {
    action: 'ListObjects',
    method: 'GET',
    path: BUCKET,
    query: { ...LIST_QUERY, marker: 'Marker' },
    response: { root: 'ListBucketResult' },
  },
  {
    action: 'CopyObject',
    method: 'PUT',
    path: OBJECT,
    requiredHeaders: ['x-amz-copy-source'],
    headers: {
      ...WRITE_HEADERS,
      'if-match': 'IfMatch',
      'if-none-match': 'IfNoneMatch',
      'x-amz-copy-source': 'CopySource',
      'x-amz-metadata-directive': 'MetadataDirective',
      'x-amz-tagging-directive': 'TaggingDirective',
      'x-amz-copy-source-if-match': 'CopySourceIfMatch',
      'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
      'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
      'x-amz-source-expected-bucket-owner': 'ExpectedSourceBucketOwner',
    },
    prefixHeaders: METADATA,
    response: {
      root: 'CopyObjectResult',
      headers: { ...PUT_RESPONSE, CopySourceVersionId: 'x-amz-copy-source-version-id' },
      payload: { member: 'CopyObjectResult', as: 'document' },
    },
  },
  {
    action: 'PutObject',
    method: 'PUT',
    path: OBJECT,
    headers: {
      ...WRITE_HEADERS,
      ...CHECKSUM_HEADERS,
      ...CHECKSUM_CHOICE,
      'if-match': 'IfMatch',
      'if-none-match': 'IfNoneMatch',
      'content-md5': 'ContentMD5',
    },
    prefixHeaders: METADATA,
    payload: { member: 'Body', as: 'bytes' },
    response: { headers: PUT_RESPONSE },
  },
  { ...READ, action: 'GetObject', method: 'GET' },
  { ...READ, action: 'HeadObject', method: 'HEAD' },
  {
    action: 'DeleteObject',
    method: 'DELETE',
    path: OBJECT,
    query: { versionId: 'VersionId' },
    response: {
      status: 204,
      headers: { VersionId: 'x-amz-version-id', DeleteMarker: 'x-amz-delete-marker' },
    },
  },
];

/** Every request to a bucket may say whose it must be. */
function withExpectedOwner(route: RestRoute): RestRoute {
  return {
    ...route,
    headers: { ...route.headers, 'x-amz-expected-bucket-owner': 'ExpectedBucketOwner' },
  };
}

const flattened = (element: string) => ({ element, flattened: true });

export const s3Route: ServiceRoute = {
  service: 's3',
  protocol: 'rest-xml',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  signingNames: ['s3', 's3express'],
  rest: [...BUCKET_ROUTES, ...OBJECT_SUBRESOURCES, ...REFUSED, ...PLAIN].map(withExpectedOwner),
  shape: {
    blobs: [],
    timestamps: ['IfModifiedSince', 'IfUnmodifiedSince'],
    numbers: [
      'MaxKeys',
      'MaxParts',
      'PartNumber',
      'PartNumberMarker',
      'Days',
      'NoncurrentDays',
      'Priority',
      'DaysAfterInitiation',
    ],
    booleans: [
      'Quiet', 'FetchOwner', 'BucketKeyEnabled', 'BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets',
    ], // prettier-ignore
    lists: {
      Buckets: { element: 'Bucket' },
      AccessControlList: { element: 'Grant' },
      TagSet: { element: 'Tag' },
      Contents: flattened('Contents'),
      CommonPrefixes: flattened('CommonPrefixes'),
      Versions: flattened('Version'),
      DeleteMarkers: flattened('DeleteMarker'),
      Deleted: flattened('Deleted'),
      Errors: flattened('Error'),
      Objects: flattened('Object'),
      Parts: flattened('Part'),
      Uploads: flattened('Upload'),
      Rules: flattened('Rule'),
      Transitions: flattened('Transition'),
      NoncurrentVersionTransitions: flattened('NoncurrentVersionTransition'),
    },
  },
};
