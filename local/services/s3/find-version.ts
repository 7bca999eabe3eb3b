import { ServiceError } from '../../endpoint/service-error';
import { currentVersion, type Bucket } from './bucket';
import type { ObjectVersion } from './object-version';

/** The version asked for, or the current one. A delete marker is answered as S3 answers it. */
export function findVersion(bucket: Bucket, key: string, versionId?: string): ObjectVersion {
  const version =
    versionId === undefined ? currentVersion(bucket, key) : byId(bucket, key, versionId);
  if (version === undefined || (version.isDeleteMarker && versionId === undefined)) {
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', {
      status: 404,
      details: {
        Key: key,
        headers:
          version === undefined
            ? {}
            : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId },
      },
    });
  }
  if (!version.isDeleteMarker) return version;
  throw new ServiceError(
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    {
      status: 405,
      details: {
        ResourceType: 'DeleteMarker',
        headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
      },
    },
  );
}

function byId(bucket: Bucket, key: string, versionId: string): ObjectVersion {
  const found = bucket.versions.get(key)?.find((version) => version.versionId === versionId);
  if (found !== undefined) return found;
  throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    details: { Key: key, VersionId: versionId },
  });
}
