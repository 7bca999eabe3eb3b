import { S3Client } from '@aws-sdk/client-s3';
import { bucketQuarantine, type Quarantine } from './ports/quarantine';

/** For records that cannot be read: few starts meet one, and loading the client of S3 takes a fourth of a start. */
export function quarantineIn(bucket: string, prefix: string): Quarantine {
  return bucketQuarantine(new S3Client(), bucket, prefix);
}
