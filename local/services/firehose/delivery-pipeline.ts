import { joinBytes } from '../../bytes-together';
import type { Cloud } from '../../cloud';
import { bufferParts, deliveryDelayMs } from './buffer-hazards';
import type { DeliverySettings } from './delivery-settings';
import type { TransformFailure } from './error-record';
import { errorLine } from './error-record';
import type { BufferHints, HintedBuffer } from './hinted-buffer';
import { hintedBuffer } from './hinted-buffer';
import { invokeTransform } from './invoke-transform';
import type { ObjectTarget } from './put-object';
import { putObject } from './put-object';
import type { DeliverableRecord, SourceRecord } from './source-record';

export interface PipelineOptions {
  cloud: Cloud;
  settings: DeliverySettings;
  signal: AbortSignal;
  /** The records need not be read again: they lie in the bucket, or were dropped by the transform. */
  acknowledge(records: readonly SourceRecord[]): Promise<void>;
}

export interface DeliveryPipeline {
  /** Undefined while buffers have room; else resolves once they have. */
  accept(record: SourceRecord): Promise<void> | undefined;
  /** Resolves when what is being delivered has ended; what still gathers stays unacknowledged. */
  idle(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
/** Nothing tells which of two objects was put first: keys of one second differ by a random text. */
const OBJECTS_AT_ONCE = 4;
const DEFAULT_ERROR_PREFIX = '!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH/}';

const hintsOf = (hints: { bufferMegabytes: number; bufferSeconds: number }) => ({
  bytesMax: hints.bufferMegabytes * MEGABYTE,
  intervalMs: hints.bufferSeconds * 1000,
});

/** Source → transform → buffer → bucket; failed records go as documented lines under the error prefix. */
export function deliveryPipeline(options: PipelineOptions): DeliveryPipeline {
  const { settings, signal } = options;
  const { clock } = options.cloud;
  const hints = hintsOf(settings.destination);
  const acknowledge = acknowledger(options);
  const errors = hintedBuffer<DeliverableRecord>({
    clock,
    signal,
    hints,
    deliveriesAtOnce: OBJECTS_AT_ONCE,
    deliver: objectWriter(errorTarget(options), hints, acknowledge),
  });
  const output = hintedBuffer<DeliverableRecord>({
    clock,
    signal,
    hints,
    deliveriesAtOnce: OBJECTS_AT_ONCE,
    deliver: objectWriter(outputTarget(options), hints, acknowledge),
  });
  const backup = backupBuffer(options, acknowledge);
  const delimiter = Buffer.from(settings.destination.delimiter);
  const deliver = (record: DeliverableRecord) => {
    if (delimiter.length === 0) return output.add(record, record.data.length);
    const data = Buffer.concat([record.data, delimiter]);
    return output.add({ source: record.source, data }, data.length);
  };
  const fail = (source: SourceRecord, failure: TransformFailure) => {
    const data = Buffer.from(errorLine(source, failure));
    return errors.add({ source, data }, data.length);
  };
  const transforms = transformBuffers(options, { deliver, fail, drop: acknowledge });
  const forward = (record: SourceRecord) =>
    settings.destination.transform === undefined
      ? deliver({ source: record, data: record.data })
      : transforms.of(record.shardId).add(record, record.data.length);
  return {
    accept: (record) => {
      const full = backup?.add({ source: record, data: record.data }, record.data.length);
      return full === undefined ? forward(record) : full.then(() => forward(record));
    },
    idle: async () => {
      await transforms.idle();
      await Promise.all([output.idle(), errors.idle(), backup?.idle()]);
    },
  };
}

interface TransformSinks {
  deliver(record: DeliverableRecord): Promise<void> | undefined;
  fail(record: SourceRecord, failure: TransformFailure): Promise<void> | undefined;
  drop(records: readonly SourceRecord[]): Promise<void>;
}

/** One buffer per shard, so that the records of a shard reach the function, and the object, in order. */
function transformBuffers(options: PipelineOptions, sinks: TransformSinks) {
  const { cloud, settings, signal } = options;
  const buffers = new Map<string, HintedBuffer<SourceRecord>>();
  const sourceStreamArn = settings.source?.streamArn;
  const stream = {
    arn: settings.arn,
    region: cloud.region,
    ...(sourceStreamArn !== undefined && { sourceStreamArn }),
  };
  const transform = async (records: SourceRecord[]) => {
    const { transform: rules } = settings.destination;
    if (rules === undefined) return;
    const call = { cloud, signal, roleArn: settings.roleArn, stream, settings: rules };
    const { delivered, dropped, failed, failure } = await invokeTransform(call, records);
    await sinks.drop(dropped);
    for (const record of delivered) {
      const full = sinks.deliver(record);
      if (full !== undefined) await full;
    }
    if (failure === undefined) return;
    const message = `the transform failed for ${failed.length} records: ${failure.message}`;
    cloud.report({ source: settings.name, level: 'error', message });
    for (const record of failed) await sinks.fail(record, failure);
  };
  return {
    of: (shardId: string) => {
      const found = buffers.get(shardId);
      if (found !== undefined) return found;
      const hints = hintsOf(settings.destination.transform ?? settings.destination);
      const buffer = hintedBuffer({
        clock: cloud.clock,
        signal,
        hints,
        deliveriesAtOnce: 1,
        deliver: transform,
      });
      buffers.set(shardId, buffer);
      return buffer;
    },
    idle: () => Promise.all([...buffers.values()].map((buffer) => buffer.idle())),
  };
}

function objectWriter(
  target: ObjectTarget,
  hints: BufferHints,
  acknowledge: (records: readonly SourceRecord[]) => Promise<void>,
) {
  const { clock, hazards } = target.cloud;
  const write = async (records: readonly DeliverableRecord[]) => {
    const sources = records.map(({ source }) => source);
    const oldestArrivalMs = sources.reduce(
      (oldest, { arrivalMs }) => Math.min(oldest, arrivalMs),
      Infinity,
    );
    const data = joinBytes(records.map((record) => record.data));
    await putObject(target, { data, oldestArrivalMs });
    if (hazards.strikes('firehose-delivers-twice')) {
      await putObject(target, { data, oldestArrivalMs });
    }
    await acknowledge(sources);
  };
  return async (records: DeliverableRecord[]) => {
    const delayMs = deliveryDelayMs(hazards, hints);
    if (delayMs > 0) await clock.wait(delayMs, target.signal);
    for (const part of bufferParts(hazards, records)) await write(part);
  };
}

/** With a backup, a record is finished only when both its copies are. */
function acknowledger(options: PipelineOptions) {
  const acknowledge = (records: readonly SourceRecord[]) => options.acknowledge(records);
  if (options.settings.destination.backup === undefined) return acknowledge;
  const once = new Set<string>();
  const isSecond = ({ recordId }: SourceRecord) => {
    if (once.delete(recordId)) return true;
    once.add(recordId);
    return false;
  };
  return (records: readonly SourceRecord[]) => acknowledge(records.filter(isSecond));
}

function backupBuffer(
  options: PipelineOptions,
  acknowledge: (records: readonly SourceRecord[]) => Promise<void>,
): HintedBuffer<DeliverableRecord> | undefined {
  const { cloud, settings, signal } = options;
  const { backup } = settings.destination;
  if (backup === undefined) return undefined;
  const target = { ...outputTarget(options), ...backup, fileExtension: '', kmsKeyArn: undefined };
  return hintedBuffer({
    clock: cloud.clock,
    signal,
    hints: hintsOf(backup),
    deliveriesAtOnce: OBJECTS_AT_ONCE,
    deliver: objectWriter(target, hintsOf(backup), acknowledge),
  });
}

function outputTarget({ cloud, settings, signal }: PipelineOptions): ObjectTarget {
  const { destination } = settings;
  return {
    cloud,
    signal,
    streamName: settings.name,
    roleArn: settings.roleArn,
    bucketArn: destination.bucketArn,
    prefix: destination.prefix,
    timeZone: destination.timeZone,
    compression: destination.compression,
    fileExtension: destination.fileExtension,
    kmsKeyArn: destination.kmsKeyArn,
  };
}

/** Error objects are never compressed, and have no extension. */
function errorTarget(options: PipelineOptions): ObjectTarget {
  const { errorOutputPrefix } = options.settings.destination;
  return {
    ...outputTarget(options),
    prefix: errorOutputPrefix === '' ? DEFAULT_ERROR_PREFIX : errorOutputPrefix,
    compression: 'UNCOMPRESSED',
    fileExtension: '',
    errorOutputType: 'processing-failed',
  };
}
