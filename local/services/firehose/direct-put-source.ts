import type { Cloud } from '../../cloud';
import { untilRoom } from '../../storage/until-room';
import type { DeliverySettings } from './delivery-settings';
import type { RecordOrigin } from './record-origin';
import type { SourceRecord } from './source-record';

export interface DirectPutSource extends RecordOrigin {
  /** Resolves with the record ids once the records survive a crash. */
  put(data: readonly Uint8Array[]): Promise<string[]>;
}

interface Entry {
  recordId: string;
  arrivalMs: number;
  /** Base64. */
  data: string;
}

/** Keeps what PutRecord acknowledged in a log until it is delivered. */
export async function directPutSource(
  cloud: Cloud,
  settings: DeliverySettings,
  signal: AbortSignal,
): Promise<DirectPutSource> {
  const log = cloud.storage.log(`firehose/${settings.name}/direct-put`);
  const pending = new Map<string, Buffer>();
  const waiting: SourceRecord[] = [];
  let accept: Parameters<RecordOrigin['run']>[0] | undefined;
  let feeding: Promise<void> = Promise.resolve();
  for await (const bytes of log.read()) keep(Buffer.from(bytes));

  function keep(bytes: Buffer): void {
    const entry = JSON.parse(bytes.toString()) as Entry;
    pending.set(entry.recordId, bytes);
    waiting.push(toSourceRecord(entry));
  }
  const feed = () => {
    feeding = feeding.then(async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await accept?.(next);
      }
    });
    feeding.catch(() => undefined);
  };

  return {
    put: async (data) => {
      const entries = data.map((one): Entry => ({
        recordId: Buffer.from(cloud.chance.bytes(32)).toString('base64url'),
        arrivalMs: cloud.clock.now(),
        data: Buffer.from(one).toString('base64'),
      }));
      const encoded = entries.map((entry) => Buffer.from(JSON.stringify(entry)));
      entries.forEach(({ recordId }, index) => {
        pending.set(recordId, encoded[index] ?? Buffer.alloc(0));
      });
      await Promise.all(encoded.map((bytes) => log.append(bytes)));
      waiting.push(...entries.map(toSourceRecord));
      feed();
      return entries.map(({ recordId }) => recordId);
    },
    acknowledge: async (records) => {
      for (const { recordId } of records) pending.delete(recordId);
      await untilRoom(() => log.rewrite(pending.values()), { clock: cloud.clock, signal });
    },
    run: async (take) => {
      accept = take;
      feed();
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}

function toSourceRecord({ recordId, arrivalMs, data }: Entry): SourceRecord {
  return {
    recordId,
    shardId: 'direct-put',
    sequenceNumber: recordId,
    partitionKey: '',
    arrivalMs,
    data: Buffer.from(data, 'base64'),
  };
}
