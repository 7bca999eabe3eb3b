import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { findVersion } from './find-version';
import { canonicalUser, ownerOf } from './object-owner';
import { bucketInput, bucketOperation, objectInput, type S3Context } from './s3-operation';

/** ACLs as they stand where nobody grants anything: the owner may do everything. */
export function aclOperations(context: S3Context): Record<string, Operation> {
  return {
    GetBucketAcl: bucketOperation(context, 'GetBucketAcl', {
      schema: z.object(bucketInput),
      run: ({ account }) => fullControlOf(account),
    }),
    GetObjectAcl: bucketOperation(context, 'GetObjectAcl', {
      schema: z.object({ ...objectInput, VersionId: z.string().optional() }),
      run: (bucket, { Key, VersionId }) =>
        fullControlOf(ownerOf(bucket, findVersion(bucket, Key, VersionId))),
    }),
  };
}

function fullControlOf(account: string) {
  const Owner = canonicalUser(account);
  return { Owner, AccessControlList: [{ Grantee: Owner, Permission: 'FULL_CONTROL' }] };
}
