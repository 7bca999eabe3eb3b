import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { DynamoTarget } from '../target';
import { inParallel } from '../in-parallel';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_REQUESTS_MAX = 25;
const BATCHES_IN_FLIGHT = 8;
const RETRY_MILLISECONDS = 100;

/** Puts and deletes, with several batches on their way at once; what DynamoDB leaves over is sent again. */
export async function writeItems(
  target: DynamoTarget,
  requests: readonly WriteRequest[],
  progress: (written: number) => void,
): Promise<void> {
  const batches: WriteRequest[][] = [];
  for (let from = 0; from < requests.length; from += BATCH_REQUESTS_MAX) {
    batches.push(requests.slice(from, from + BATCH_REQUESTS_MAX));
  }
  let written = 0;
  await inParallel(BATCHES_IN_FLIGHT, batches, async (batch) => {
    await writeBatch(target, batch);
    written += batch.length;
    progress(written);
  });
}

async function writeBatch({ clients, feed }: DynamoTarget, batch: WriteRequest[]): Promise<void> {
  const table = feed.table.name;
  for (let left = batch, attempt = 0; left.length > 0; attempt += 1) {
    if (attempt > 0) await sleep(RETRY_MILLISECONDS * attempt);
    const { UnprocessedItems } = await clients.dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
    );
    left = UnprocessedItems?.[table] ?? [];
  }
}
