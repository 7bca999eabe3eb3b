import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { DeliverySettings } from './delivery-settings';
import type { DeliveryStream } from './delivery-stream';
import { startDeliveryStream } from './delivery-stream';
import { describeOperations } from './describe-operations';
import { putOperations } from './put-operations';

export interface DeliveryStreams {
  find(name: string): DeliveryStream;
  all(): DeliveryStream[];
}

export interface Firehose {
  service: LocalService;
  /** Starts delivering; the delivery stream goes on where an earlier run left off. */
  startStream(settings: DeliverySettings): Promise<void>;
  stopStream(name: string): Promise<void>;
}

export function createFirehose(cloud: Cloud): Firehose {
  const started = new Map<string, DeliveryStream>();
  const streams: DeliveryStreams = {
    all: () => [...started.values()],
    find: (name) => {
      const found = started.get(name);
      if (found !== undefined) return found;
      throw new ServiceError(
        'ResourceNotFoundException',
        `Firehose ${name} under account ${cloud.account} not found.`,
      );
    },
  };
  return {
    service: {
      name: 'firehose',
      operations: { ...putOperations(cloud, streams), ...describeOperations(cloud, streams) },
    },
    startStream: async (settings) => {
      started.set(settings.name, await startDeliveryStream(cloud, settings));
    },
    stopStream: async (name) => {
      const stream = started.get(name);
      started.delete(name);
      await stream?.stop();
    },
  };
}
