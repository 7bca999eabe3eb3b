import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';
import type { RebuiltChange, ReplaySink } from './rebuilt-change';

const batchReply = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

const RECORDS_MAX = 100;
/**
 * An event may have 6 MB, base64 and JSON around it counted:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const BYTES_MAX = 3 * 1024 * 1024;

const WAIT_FIRST_MILLISECONDS = 500;
const WAIT_MAX_MILLISECONDS = 10_000;
/** About a minute and a half without a step forward: longer than the consumer's lease by default. */
const ATTEMPTS_MAX = 14;

/**
 * Hands changes to the alert consumer alone, as the stream's mapping would. What its answer names is
 * sent again from there on, so that the order per customer holds.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function intoConsumer(target: RelationalTarget, replayId: string): ReplaySink {
  return {
    recordsMax: RECORDS_MAX,
    bytesMax: BYTES_MAX,
    send: async (batch, index) => {
      let from = 0;
      for (let attempt = 1; from < batch.length; attempt += 1) {
        const { handled, reason } = await invoke(target, batch.slice(from), {
          shardId: `replay-${replayId}`,
          first: index + from,
        });
        if (handled > 0) attempt = 0;
        from += handled;
        if (from === batch.length) return;
        if (attempt >= ATTEMPTS_MAX) throw new UserError(reason);
        await sleep(Math.min(WAIT_MAX_MILLISECONDS, WAIT_FIRST_MILLISECONDS * 2 ** attempt));
      }
    },
  };
}

/** How many from the first on are handled, and why no more. */
async function invoke(
  { clients, feed }: RelationalTarget,
  batch: readonly RebuiltChange[],
  at: { shardId: string; first: number },
): Promise<{ handled: number; reason: string }> {
  const name = feed.alerts.function;
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({
      FunctionName: name,
      Payload: Buffer.from(
        JSON.stringify(
          replayEvent(batch, { ...at, streamArn: feed.stream.arn, region: feed.region }),
        ),
      ),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) return { handled: 0, reason: `${name} failed: ${text}` };
  const failed = batchReply
    .parse(JSON.parse(text))
    .batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier) - at.first);
  if (failed.length === 0) return { handled: batch.length, reason: '' };
  const handled = Math.min(...failed);
  // As for a mapping, an identifier that the batch does not hold fails all of it.
  const isKnown = Number.isInteger(handled) && handled >= 0 && handled < batch.length;
  const key = batch[isKnown ? handled : 0]?.change['key_json'] ?? '';
  return {
    handled: isKnown ? handled : 0,
    reason: `${name} does not handle ${key} now; its log group says why`,
  };
}

/** The event of a Kinesis mapping: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
function replayEvent(
  batch: readonly RebuiltChange[],
  at: { shardId: string; first: number; streamArn: string; region: string },
): object {
  return {
    Records: batch.map(({ change, record }, index) => {
      const sequenceNumber = String(at.first + index);
      return {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: record.partitionKey,
          sequenceNumber,
          data: Buffer.from(record.data).toString('base64'),
          approximateArrivalTimestamp: Date.parse(change['arrival_time'] ?? '') / 1000,
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `${at.shardId}:${sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        awsRegion: at.region,
        eventSourceARN: at.streamArn,
      };
    }),
  };
}
