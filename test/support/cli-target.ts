import { createClients } from '../../cli/clients';
import type { Pace } from '../../cli/pace';
import type { RelationalTarget } from '../../cli/target';
import { inMemoryRequestHandler } from '../../local/endpoint/in-memory-request-handler';
import type { FakeClock } from './fake-clock';
import type { InProcessCloud } from './in-process-cloud';

/** A definition in this process, as the CLI's commands reach a deployment. */
export function cliTarget({ cloud, exchange, feed }: InProcessCloud): RelationalTarget {
  const clients = createClients({
    region: cloud.region,
    endpoint: cloud.endpointUrl(),
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    requestHandler: inMemoryRequestHandler(exchange),
  } as Parameters<typeof createClients>[0]);
  return {
    name: 'laptop',
    feed,
    clients,
    lake: { name: 'laptop', outputs: feed.lake, clients },
  };
}

/** What waits, lets the cloud's time go on. */
export function clockPace(clock: FakeClock): Pace {
  return { now: () => clock.now(), sleep: (milliseconds) => clock.advance(milliseconds) };
}
