import { z } from 'zod';
import { operation, type Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import { canonicalUser, objectOwnership, ownershipControls } from './object-owner';
import { bucketInput, bucketOperation, validateS3, type S3Context } from './s3-operation';
import type { UploadStore } from './multipart-upload';

const createInput = z.object({
  ...bucketInput,
  ACL: z.string().optional(),
  ObjectOwnership: objectOwnership.optional(),
  CreateBucketConfiguration: z.object({ LocationConstraint: z.string().optional() }).optional(),
});

export function bucketOperations(
  context: S3Context,
  uploads: UploadStore,
): Record<string, Operation> {
  const { store } = context;
  return {
    CreateBucket: createBucket(context),
    ListBuckets: operation({
      parse: (input) => input,
      iamActions: () => ['s3:ListAllMyBuckets'],
      resources: () => ['*'],
      run: async (_input, { caller: { account } }) => ({
        Owner: canonicalUser(account),
        Buckets: [...(await store.ready()).values()]
          .filter((bucket) => bucket.account === account)
          .sort((left, right) => (left.name < right.name ? -1 : 1))
          .map(({ name, createdMilliseconds }) => ({
            Name: name,
            CreationDate: new Date(createdMilliseconds),
          })),
      }),
    }),
    HeadBucket: bucketOperation(context, 'ListBucket', {
      schema: z.object(bucketInput),
      run: ({ region }) => ({ BucketRegion: region }),
    }),
    GetBucketLocation: bucketOperation(context, 'GetBucketLocation', {
      schema: z.object(bucketInput),
      run: ({ region }) => ({ LocationConstraint: region === 'us-east-1' ? '' : region }),
    }),
    DeleteBucket: bucketOperation(context, 'DeleteBucket', {
      schema: z.object(bucketInput),
      run: async (bucket) => {
        if (bucket.versions.size > 0) {
          const what =
            bucket.settings.versioning === undefined
              ? ''
              : ' You must delete all versions in the bucket.';
          throw new ServiceError(
            'BucketNotEmpty',
            `The bucket you tried to delete is not empty.${what}`,
            {
              status: 409,
              details: { BucketName: bucket.name },
            },
          );
        }
        for (const upload of (await uploads.ready()).values()) {
          if (upload.bucket === bucket.name) await uploads.remove(upload);
        }
        await store.remove(bucket);
      },
    }),
  };
}

function createBucket({ cloud, store }: S3Context): Operation {
  return operation({
    parse: (input) => {
      const parsed = validateS3(createInput, input);
      if (isBucketName(parsed.Bucket)) return parsed;
      throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', {
        details: { BucketName: parsed.Bucket },
      });
    },
    iamActions: () => ['s3:CreateBucket'],
    resources: ({ Bucket }) => [`arn:aws:s3:::${Bucket}`],
    run: async (input, { caller: { account } }) => {
      const region = input.CreateBucketConfiguration?.LocationConstraint ?? cloud.region;
      checkBucketAcl(input.ACL);
      const existing = (await store.ready()).get(input.Bucket);
      if (existing !== undefined) refuseTaken(existing, account, region);
      else {
        const settings = { documents: ownershipControls(input.ObjectOwnership) };
        await store.create({ name: input.Bucket, account, region, settings });
      }
      return { Location: `/${input.Bucket}` };
    },
  });
}

function checkBucketAcl(acl: string | undefined): void {
  if (acl === undefined || acl === 'private') return;
  throw new ServiceError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
}

/** In us-east-1 alone the owner may create the bucket again. */
function refuseTaken(existing: Bucket, account: string, region: string): void {
  const details = { BucketName: existing.name };
  if (existing.account !== account) {
    throw new ServiceError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { status: 409, details },
    );
  }
  if (region === 'us-east-1') return;
  throw new ServiceError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409, details },
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function isBucketName(name: string): boolean {
  const isShaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..');
  return isShaped && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
}
