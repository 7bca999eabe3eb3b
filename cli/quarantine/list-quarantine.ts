import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { lakeFile } from '../steps/await-delivery';
import type { Target } from '../target';
import { readQuarantined, type QuarantinedEntry } from './read-quarantined';

/** All that lies in the feed's failure destinations, place by place in the order of the object names. */
export async function* listQuarantine(target: Target): AsyncGenerator<QuarantinedEntry> {
  const { clients, feed, lake } = target;
  for (const { bucket, prefix } of feed.quarantine) {
    const { s3 } = bucket === feed.lake.bucket ? lake.clients : clients;
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '' } of Contents) {
        yield* readQuarantined(`s3://${bucket}/${Key}`, await lakeFile(s3, bucket, Key));
      }
    }
  }
}
