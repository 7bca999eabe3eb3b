import type { Cloud } from '../../../cloud';
import type { Caller } from '../../../endpoint/dispatch';
import { sendToDestination } from '../send-to-destination';
import type { DiscardedBatch } from './failure-document';
import { failureDocument, failureKey, failurePayload } from './failure-document';
import type { RecordSource } from '../../shard-reader/record-source';

/** Delivers a discarded batch to a mapping's failure destination, as the function's role. */
export async function sendFailure(
  cloud: Cloud,
  destination: { arn: string; caller: Caller; uuid: string; source: RecordSource },
  batch: DiscardedBatch,
): Promise<void> {
  const { arn, caller, uuid, source } = destination;
  const nowMs = cloud.clock.now();
  const document = failureDocument(source, batch, nowMs);
  if (!arn.startsWith('arn:aws:s3:')) {
    await sendToDestination(cloud, caller, { arn, body: JSON.stringify(document) });
    return;
  }
  const body = { ...document, payload: failurePayload(source, batch) };
  const key = failureKey({ uuid, shardId: batch.shardId }, nowMs, cloud.chance.uuid());
  await cloud.dispatcher.dispatch({
    caller,
    service: 's3',
    action: 'PutObject',
    input: {
      Bucket: arn.split(':')[5],
      Key: key,
      Body: Buffer.from(JSON.stringify(body)),
      ContentType: 'application/json',
    },
  });
}
