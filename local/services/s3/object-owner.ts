import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import type { ObjectVersion } from './object-version';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export const objectOwnership = z.enum([
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
]);

export type ObjectOwnership = z.output<typeof objectOwnership>;

/** Who writes an object, and the canned ACL that comes with it. */
export interface Writer {
  account: string;
  acl?: string | undefined;
}

/** The members that say whose an object or bucket is: a canonical user id has 64 hex digits. */
export function canonicalUser(account: string): { ID: string } {
  return { ID: account.padStart(64, '0') };
}

/** The settings of a bucket whose creator says nothing else: its owner owns every object. */
export function ownershipControls(ObjectOwnership: ObjectOwnership = 'BucketOwnerEnforced') {
  return { OwnershipControls: { Rules: [{ ObjectOwnership }] } };
}

function ownershipOf({ settings }: Bucket): ObjectOwnership {
  const rules = settings.documents['OwnershipControls']?.['Rules'] as
    { ObjectOwnership?: ObjectOwnership }[] | undefined;
  return rules?.[0]?.ObjectOwnership ?? 'ObjectWriter';
}

/** The account that owns a version: under BucketOwnerEnforced the bucket's, whatever was so before. */
export function ownerOf(bucket: Bucket, { owner }: Pick<ObjectVersion, 'owner'>): string {
  return ownershipOf(bucket) === 'BucketOwnerEnforced' ? bucket.account : (owner ?? bucket.account);
}

/** What a new version keeps of its writer. Throws for an ACL that the bucket does not take. */
export function ownerToKeep(bucket: Bucket, writer: Writer): Pick<ObjectVersion, 'owner'> {
  const ownership = ownershipOf(bucket);
  checkAcl(ownership, writer.acl);
  const isHandedOver =
    ownership === 'BucketOwnerPreferred' && writer.acl === 'bucket-owner-full-control';
  const isBucketOwners =
    ownership === 'BucketOwnerEnforced' || isHandedOver || writer.account === bucket.account;
  return isBucketOwners ? {} : { owner: writer.account };
}

function checkAcl(ownership: ObjectOwnership, acl: string | undefined): void {
  if (acl === undefined || acl === 'bucket-owner-full-control') return;
  if (ownership === 'BucketOwnerEnforced') {
    throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (acl === 'private') return;
  throw new ServiceError(
    'NotImplemented',
    `The ACL ${acl} is not supported by the laptop cloud; private and bucket-owner-full-control are.`,
    { status: 501 },
  );
}
