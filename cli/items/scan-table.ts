import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../wire/attribute-value';
import type { DynamoTarget } from '../target';
import { fromSdkItem } from './sdk-item';

/** Readers at once; each holds one page of at most 1 MB. */
const SEGMENTS = 8;

/**
 * Reads the whole table once, in parallel and in no order, each item as it is when its page is read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan
 */
export async function scanTable(target: DynamoTarget, visit: (item: Item) => void): Promise<void> {
  await Promise.all(
    Array.from({ length: SEGMENTS }, (_, segment) => scanSegment(target, segment, visit)),
  );
}

async function scanSegment(
  { clients, feed }: DynamoTarget,
  segment: number,
  visit: (item: Item) => void,
): Promise<void> {
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await clients.dynamodb.send(
      new ScanCommand({
        TableName: feed.table.name,
        ConsistentRead: true,
        Segment: segment,
        TotalSegments: SEGMENTS,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) visit(fromSdkItem(item));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
