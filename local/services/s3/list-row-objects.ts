import type { Cloud } from '../../cloud';
import { callS3Patiently } from './call-patiently';
import type { Caller } from '../../endpoint/dispatch';

/**
 * Keys of the objects below a prefix that hold rows of a table: as in Hive, names that begin with a dot or
 * underscore are hidden, and an empty object has no row.
 */
export async function listRowObjects(
  cloud: Cloud,
  caller: Caller,
  { bucket, prefix }: { bucket: string; prefix: string },
): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = (await callS3Patiently(cloud, caller, {
      action: 'ListObjectsV2',
      input: {
        Bucket: bucket,
        Prefix: prefix,
        ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      },
    })) as { Contents?: { Key: string; Size: number }[]; NextContinuationToken?: string };
    for (const { Key, Size } of page.Contents ?? []) {
      if (Size > 0 && !/(^|\/)[._][^/]*$/.test(Key)) keys.push(Key);
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}
