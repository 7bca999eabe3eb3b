import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { quarantineKey } from '../../../wire/quarantined-record';
import type { QuarantinedRecord } from '../../../wire/quarantined-record';

export interface Quarantine {
  /** Repeating it changes nothing: the object is named by the record. */
  put(record: QuarantinedRecord): Promise<void>;
}

export function bucketQuarantine(client: S3Client, bucket: string, prefix: string): Quarantine {
  return {
    put: async (record) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: quarantineKey(prefix, record),
          Body: JSON.stringify(record),
          ContentType: 'application/json',
        }),
      );
    },
  };
}
