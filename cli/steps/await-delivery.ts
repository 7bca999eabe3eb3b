import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { canaryRecord, holdsCanary } from '../../wire/canary';
import type { Target } from '../target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { nextPoll } from './next-poll';

/** Intervals of the buffering hint after which a canary that is not there never comes. */
const INTERVALS_MAX = 10;
/** A hint of 0 s still takes its way: reading the stream, the transform, the object. */
const INTERVAL_SECONDS_MIN = 6;

/**
 * Sends a canary record into the stream and waits until a lake file holds it. Firehose reads a stream
 * from LATEST, so a full load that begins earlier would be lost to the lake. Sends one canary an
 * interval: the first may fall before Firehose reads.
 */
export async function awaitDelivery(target: Target, screen: Screen): Promise<void> {
  const { delivery, stream } = target.feed;
  const sent: string[] = [];
  const seen = new Set<string>();
  const startedAt = Date.now();
  const interval = Math.max(delivery.bufferSeconds, INTERVAL_SECONDS_MIN) * 1000;
  const deadline = startedAt + interval * INTERVALS_MAX;
  while (Date.now() < deadline) {
    if (Date.now() >= startedAt + sent.length * interval) {
      sent.push(await sendCanary(target));
    }
    if (await holdsAny(target, sent, seen)) {
      screen.line(`  ${'delivery'.padEnd(28)} a canary record reached the lake`);
      return;
    }
    screen.status(`waiting for a canary record on its way through ${delivery.name}`);
    await nextPoll(target);
  }
  throw new UserError(
    `No canary record of stream ${stream.name} reached s3://${target.feed.lake.bucket}/${target.feed.lake.prefix}. Look at the error output under ${target.feed.lake.errorPrefix} and at the log group of ${delivery.name}.`,
  );
}

async function sendCanary(target: Target): Promise<string> {
  const id = randomUUID();
  const record = canaryRecord(id, new Date().toISOString());
  await target.clients.kinesis.send(
    new PutRecordCommand({
      StreamARN: target.feed.stream.arn,
      PartitionKey: id,
      Data: Buffer.from(`${record}\n`),
    }),
  );
  return id;
}

/** Looks only at objects that it has not read before. */
async function holdsAny(target: Target, ids: string[], seen: Set<string>): Promise<boolean> {
  const { bucket, prefix } = target.feed.lake;
  const pages = paginateListObjectsV2(
    { client: target.lake.clients.s3 },
    { Bucket: bucket, Prefix: newestPrefix(prefix) },
  );
  for await (const page of pages) {
    for (const { Key = '' } of page.Contents ?? []) {
      if (seen.has(Key)) continue;
      seen.add(Key);
      const text = await lakeFile(target.lake.clients.s3, bucket, Key);
      if (ids.some((id) => holdsCanary(text, id))) return true;
    }
  }
  return false;
}

/** Today's partition; a canary sent just before midnight UTC is sent again after it. */
function newestPrefix(prefix: string): string {
  return `${prefix}day=${new Date().toISOString().slice(0, 10)}/`;
}

/** The text of a lake file, unpacked where its name says so. */
export async function lakeFile(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return (key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}
