import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import { destinationOf, replicationConfiguration, type ReplicationRule } from './replication-rules';
import { bucketInput, bucketOperation, type S3Context } from './s3-operation';

const putInput = z.object({ ...bucketInput, ReplicationConfiguration: replicationConfiguration });

export function replicationOperations(context: S3Context): Record<string, Operation> {
  const { store } = context;
  return {
    PutBucketReplication: bucketOperation(context, 'PutReplicationConfiguration', {
      schema: putInput,
      run: async (bucket, { ReplicationConfiguration }) => {
        const buckets = await store.ready();
        checkSource(bucket);
        for (const rule of ReplicationConfiguration.Rules) {
          checkDestination(buckets.get(destinationOf(rule)));
          checkKey(rule);
        }
        bucket.settings.documents['Replication'] = ReplicationConfiguration;
        await store.save(bucket);
      },
    }),
    GetBucketReplication: bucketOperation(context, 'GetReplicationConfiguration', {
      schema: z.object(bucketInput),
      run: ({ name, settings }) => {
        const kept = settings.documents['Replication'];
        if (kept !== undefined) return { ReplicationConfiguration: kept };
        throw new ServiceError(
          'ReplicationConfigurationNotFoundError',
          'The replication configuration was not found',
          { status: 404, details: { BucketName: name } },
        );
      },
    }),
    DeleteBucketReplication: bucketOperation(context, 'PutReplicationConfiguration', {
      schema: z.object(bucketInput),
      run: async (bucket) => {
        delete bucket.settings.documents['Replication'];
        await store.save(bucket);
      },
    }),
  };
}

function checkSource({ settings }: Bucket): void {
  if (settings.versioning === 'Enabled') return;
  throw invalidRequest(
    "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
  );
}

function checkDestination(destination: Bucket | undefined): void {
  if (destination === undefined) throw invalidRequest('Destination bucket must exist.');
  if (destination.settings.versioning === 'Enabled') return;
  throw invalidRequest('Destination bucket must have versioning enabled.');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html */
function checkKey({ SourceSelectionCriteria, Destination }: ReplicationRule): void {
  const copiesEncrypted = SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === 'Enabled';
  if (!copiesEncrypted || Destination.EncryptionConfiguration !== undefined) return;
  throw invalidRequest(
    'ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.',
  );
}

function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequest', message);
}
