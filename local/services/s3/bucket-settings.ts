import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import { bucketInput, bucketOperation, type S3Context } from './s3-operation';

interface Setting {
  /** Under which `settings.documents` keeps it. */
  kept: string;
  /** The member that carries the document. */
  member: string;
  /** IAM's name of the permission. */
  permission: string;
  absent: { code: string; message: string };
}

/** Settings that are kept and shown; what honours them reads `settings.documents`. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  BucketEncryption: {
    kept: 'Encryption',
    member: 'ServerSideEncryptionConfiguration',
    permission: 'EncryptionConfiguration',
    absent: {
      code: 'ServerSideEncryptionConfigurationNotFoundError',
      message: 'The server side encryption configuration was not found',
    },
  },
  PublicAccessBlock: {
    kept: 'PublicAccessBlock',
    member: 'PublicAccessBlockConfiguration',
    permission: 'BucketPublicAccessBlock',
    absent: {
      code: 'NoSuchPublicAccessBlockConfiguration',
      message: 'The public access block configuration was not found',
    },
  },
  BucketLifecycleConfiguration: {
    kept: 'Lifecycle',
    member: 'LifecycleConfiguration',
    permission: 'LifecycleConfiguration',
    absent: {
      code: 'NoSuchLifecycleConfiguration',
      message: 'The lifecycle configuration does not exist',
    },
  },
  BucketOwnershipControls: {
    kept: 'OwnershipControls',
    member: 'OwnershipControls',
    permission: 'BucketOwnershipControls',
    absent: {
      code: 'OwnershipControlsNotFoundError',
      message: 'The bucket ownership controls were not found',
    },
  },
  BucketTagging: {
    kept: 'Tagging',
    member: 'Tagging',
    permission: 'BucketTagging',
    absent: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  },
};

export function bucketSettingOperations(context: S3Context): Record<string, Operation> {
  const documents = Object.entries(SETTINGS).map(([name, setting]) =>
    documentOperations(context, name, setting),
  );
  return Object.assign(
    versioningOperations(context),
    policyOperations(context),
    ...documents,
  ) as Record<string, Operation>;
}

function documentOperations(
  context: S3Context,
  name: string,
  setting: Setting,
): Record<string, Operation> {
  const { kept, member, permission, absent } = setting;
  return {
    [`Put${name}`]: bucketOperation(context, `Put${permission}`, {
      schema: z.object({
        ...bucketInput,
        [member]: z.record(z.string(), z.unknown()),
      }),
      run: async (bucket, input) => {
        bucket.settings.documents[kept] =
          (input as unknown as Record<string, Record<string, unknown>>)[member] ?? {};
        await context.store.save(bucket);
      },
    }),
    [`Get${name}`]: bucketOperation(context, `Get${permission}`, {
      schema: z.object(bucketInput),
      run: (bucket) => {
        const document = bucket.settings.documents[kept];
        if (document !== undefined)
          return name === 'BucketTagging' || name === 'BucketLifecycleConfiguration'
            ? { [member]: document, ...document }
            : { [member]: document };
        throw new ServiceError(absent.code, absent.message, {
          status: 404,
          details: { BucketName: bucket.name },
        });
      },
    }),
    [name === 'BucketLifecycleConfiguration'
      ? 'DeleteBucketLifecycleConfiguration'
      : `Delete${name}`]: bucketOperation(context, `Put${permission}`, {
      schema: z.object(bucketInput),
      run: async (bucket) => {
        bucket.settings.documents = Object.fromEntries(
          Object.entries(bucket.settings.documents).filter(([other]) => other !== kept),
        );
        await context.store.save(bucket);
      },
    }),
  };
}

const versioning = z.object({ Status: z.enum(['Enabled', 'Suspended']) });

function versioningOperations(context: S3Context): Record<string, Operation> {
  return {
    PutBucketVersioning: bucketOperation(context, 'PutBucketVersioning', {
      schema: z.object({ ...bucketInput, VersioningConfiguration: versioning }),
      run: async (bucket, input) => {
        refuseWhileReplicating(bucket, input.VersioningConfiguration.Status);
        bucket.settings.versioning = input.VersioningConfiguration.Status;
        await context.store.save(bucket);
      },
    }),
    GetBucketVersioning: bucketOperation(context, 'GetBucketVersioning', {
      schema: z.object(bucketInput),
      run: ({ settings }) => ({
        VersioningConfiguration: { Status: settings.versioning },
        Status: settings.versioning,
      }),
    }),
  };
}

function refuseWhileReplicating({ settings }: Bucket, status: string): void {
  if (status === 'Enabled' || settings.documents['Replication'] === undefined) return;
  throw new ServiceError(
    'InvalidBucketState',
    'A replication configuration is present on this bucket, so the versioning state cannot be changed.',
    { status: 409 },
  );
}

function policyOperations(context: S3Context): Record<string, Operation> {
  return {
    PutBucketPolicy: bucketOperation(context, 'PutBucketPolicy', {
      schema: z.object({ ...bucketInput, Policy: z.union([z.string(), z.instanceof(Uint8Array)]) }),
      run: async (bucket, { Policy }) => {
        bucket.settings.policy = checkPolicy(
          typeof Policy === 'string' ? Policy : Buffer.from(Policy).toString('utf8'),
        );
        await context.store.save(bucket);
      },
    }),
    GetBucketPolicy: bucketOperation(context, 'GetBucketPolicy', {
      schema: z.object(bucketInput),
      run: (bucket) => {
        if (bucket.settings.policy !== undefined) return { Policy: bucket.settings.policy };
        throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
          status: 404,
          details: { BucketName: bucket.name },
        });
      },
    }),
    DeleteBucketPolicy: bucketOperation(context, 'DeleteBucketPolicy', {
      schema: z.object(bucketInput),
      run: async (bucket) => {
        delete bucket.settings.policy;
        await context.store.save(bucket);
      },
    }),
  };
}

function checkPolicy(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new ServiceError(
      'MalformedPolicy',
      "Policies must be valid JSON and the first byte must be '{'",
      { cause },
    );
  }
}
