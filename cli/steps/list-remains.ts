import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';

/** A resource that is still there after everything was destroyed. */
export interface Remain {
  arn: string;
  /** Why AWS keeps it; undefined where nothing explains it. */
  reason: string | undefined;
}

/**
 * Lists what still carries the project's tags. A key that waits for its deletion, and what RDS and
 * CloudWatch keep by design, have a reason; anything else was left behind.
 */
export async function listRemains(
  region: string,
  tags: Readonly<Record<string, string>>,
): Promise<Remain[]> {
  const tagging = new ResourceGroupsTaggingAPIClient({ region });
  const kms = new KMSClient({ region });
  const TagFilters = Object.entries(tags).map(([Key, value]) => ({ Key, Values: [value] }));
  const remains: Remain[] = [];
  for await (const page of paginateGetResources({ client: tagging }, { TagFilters })) {
    for (const { ResourceARN: arn = '' } of page.ResourceTagMappingList ?? []) {
      remains.push({ arn, reason: await reasonOf(kms, arn) });
    }
  }
  tagging.destroy();
  kms.destroy();
  return remains;
}

async function reasonOf(kms: KMSClient, arn: string): Promise<string | undefined> {
  if (arn.includes(':kms:') && arn.includes(':key/')) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
    const day = KeyMetadata?.DeletionDate?.toISOString().slice(0, 10);
    return day === undefined ? undefined : `a key is deleted only after its waiting period: ${day}`;
  }
  if (arn.includes(':snapshot:')) return 'a snapshot that the settings keep';
  return undefined;
}
