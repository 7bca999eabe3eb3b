import type { Cloud } from '../../cloud';
import { withinGrace } from '../../within-grace';
import { deliveryRole } from './delivery-role';
import { deliveryPipeline } from './delivery-pipeline';
import type { DeliverySettings } from './delivery-settings';
import { directPutSource } from './direct-put-source';
import { checkPrefixes } from './prefix-expression';
import { streamSource } from './stream-source';

export interface DeliveryStream {
  settings: DeliverySettings;
  createdMs: number;
  /** Undefined with a Kinesis source, which closes the door to direct puts. */
  put?: (data: readonly Uint8Array[]) => Promise<string[]>;
  /** Ends what is being delivered; what still gathers is read again at the next start. */
  stop(): Promise<void>;
}

export async function startDeliveryStream(
  cloud: Cloud,
  settings: DeliverySettings,
): Promise<DeliveryStream> {
  const { destination } = settings;
  checkPrefixes(destination.prefix, destination.errorOutputPrefix);
  deliveryRole(cloud, settings.arn, { roleArn: settings.roleArn, session: 'AWSFirehoseToS3' });
  const stopping = new AbortController();
  const { signal } = stopping;
  const directPut =
    settings.source === undefined ? await directPutSource(cloud, settings, signal) : undefined;
  const origin = directPut ?? (await streamSource(cloud, settings, signal));
  const pipeline = deliveryPipeline({
    cloud,
    settings,
    signal,
    acknowledge: (records) => origin.acknowledge(records),
  });
  const running = origin.run((record) => pipeline.accept(record));
  return {
    settings,
    createdMs: cloud.clock.now(),
    ...(directPut !== undefined && { put: (data) => directPut.put(data) }),
    stop: async () => {
      stopping.abort(new Error(`delivery stream ${settings.name} stops`));
      await withinGrace(cloud.clock, Promise.allSettled([running, pipeline.idle()]));
    },
  };
}
