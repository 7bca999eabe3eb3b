import { ServiceError } from '../../endpoint/service-error';
import type { ObjectVersion } from './object-version';

export interface Conditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html */
export function checkReadConditions(version: ObjectVersion, conditions: Conditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modified = Math.floor(version.modifiedMilliseconds / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, version)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && modified > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, version)) throw notModified(version);
  } else if (IfModifiedSince !== undefined && modified <= IfModifiedSince.getTime()) {
    throw notModified(version);
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWriteConditions(
  current: ObjectVersion | undefined,
  conditions: Conditions,
): void {
  const existing = current?.isDeleteMarker === true ? undefined : current;
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') {
    throw new ServiceError(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      {
        status: 501,
        details: { Header: 'If-None-Match' },
      },
    );
  }
  if (IfNoneMatch === '*' && existing !== undefined) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (existing === undefined) {
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  }
  if (!matches(IfMatch, existing)) throw preconditionFailed('If-Match');
}

function preconditionFailed(condition: string): ServiceError {
  return new ServiceError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { status: 412, details: { Condition: condition } },
  );
}

function matches(condition: string, { etag }: ObjectVersion): boolean {
  return condition
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((tag) => tag === '*' || tag === etag);
}

function notModified({ etag }: ObjectVersion): ServiceError {
  return new ServiceError('NotModified', 'Not Modified', {
    status: 304,
    details: { headers: { etag: `"${etag}"` } },
  });
}
