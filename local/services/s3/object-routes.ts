import type { RestResponse, RestRoute } from '../../endpoint/service-route';
import {
  CHECKSUM_HEADERS,
  CONDITION_HEADERS,
  METADATA,
  OBJECT,
  PUT_RESPONSE,
  WRITE_HEADERS,
} from './object-headers';

const UPLOAD_QUERY = { uploadId: 'UploadId', partNumber: 'PartNumber' };
export const CHECKSUM_CHOICE = {
  'x-amz-sdk-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-checksum-type': 'ChecksumType',
};

export const OBJECT_SUBRESOURCES: RestRoute[] = [
  {
    action: 'CreateMultipartUpload',
    method: 'POST',
    path: OBJECT,
    requiredQuery: ['uploads'],
    headers: { ...WRITE_HEADERS, ...CHECKSUM_CHOICE },
    prefixHeaders: METADATA,
    response: {
      root: 'InitiateMultipartUploadResult',
      headers: {
        ChecksumAlgorithm: 'x-amz-checksum-algorithm',
        ChecksumType: 'x-amz-checksum-type',
      },
    },
  },
  {
    action: 'UploadPart',
    method: 'PUT',
    path: OBJECT,
    requiredQuery: ['uploadId', 'partNumber'],
    query: UPLOAD_QUERY,
    headers: {
      ...CHECKSUM_HEADERS,
      'content-md5': 'ContentMD5',
      'x-amz-copy-source': 'CopySource',
    },
    payload: { member: 'Body', as: 'bytes' },
    response: { headers: PUT_RESPONSE },
  },
  {
    action: 'CompleteMultipartUpload',
    method: 'POST',
    path: OBJECT,
    requiredQuery: ['uploadId'],
    query: UPLOAD_QUERY,
    headers: { ...CHECKSUM_HEADERS, ...CONDITION_HEADERS, 'x-amz-checksum-type': 'ChecksumType' },
    payload: { member: 'MultipartUpload', as: 'document' },
    response: { root: 'CompleteMultipartUploadResult', headers: { VersionId: 'x-amz-version-id' } },
  },
  {
    action: 'AbortMultipartUpload',
    method: 'DELETE',
    path: OBJECT,
    requiredQuery: ['uploadId'],
    query: UPLOAD_QUERY,
    response: { status: 204 },
  },
  {
    action: 'ListParts',
    method: 'GET',
    path: OBJECT,
    requiredQuery: ['uploadId'],
    query: { ...UPLOAD_QUERY, 'max-parts': 'MaxParts', 'part-number-marker': 'PartNumberMarker' },
    response: { root: 'ListPartsResult' },
  },
  {
    action: 'GetObjectAcl',
    method: 'GET',
    path: OBJECT,
    requiredQuery: ['acl'],
    query: { versionId: 'VersionId' },
    response: { root: 'AccessControlPolicy' },
  },
  ...(['PUT', 'GET', 'DELETE'] as const).map((method) => objectTagging(method)),
];

function objectTagging(method: 'PUT' | 'GET' | 'DELETE'): RestRoute {
  const names = { PUT: 'PutObjectTagging', GET: 'GetObjectTagging', DELETE: 'DeleteObjectTagging' };
  const version = { VersionId: 'x-amz-version-id' };
  const responses: Record<typeof method, RestResponse> = {
    PUT: { headers: version },
    GET: { headers: version, root: 'Tagging' },
    DELETE: { headers: version, status: 204 },
  };
  return {
    action: names[method],
    method,
    path: OBJECT,
    requiredQuery: ['tagging'],
    query: { versionId: 'VersionId' },
    ...(method === 'PUT' ? { payload: { member: 'Tagging', as: 'document' as const } } : {}),
    response: responses[method],
  };
}
