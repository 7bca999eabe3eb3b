import type { S3Client } from '@aws-sdk/client-s3';
import { describeObjects } from './s3-objects';
import { describeBuckets } from './s3-buckets';
import { describeOwnership } from './s3-ownership';
import { describeReplication } from './s3-replication';
import type { ContractOptions } from './contract-fact';
import { createS3Subject } from './s3-subject';

/** What every S3 must do, seen through an SDK client with its defaults. */
export function s3Contract(makeClient: () => S3Client, options: ContractOptions = {}): void {
  const subject = createS3Subject(makeClient, options);
  describeObjects(subject);
  describeBuckets(subject);
  describeOwnership(subject);
  describeReplication(subject);
}
