import { createClients, type Clients } from '../../cli/clients';
import type { Target } from '../../cli/target';
import { inMemoryRequestHandler } from '../../local/endpoint/in-memory-request-handler';
import type { FeedOutputs } from '../../wire/feed-outputs';
import type { InProcessDefinition } from './in-process-cloud';

/** What a command works on, over an in-process cloud: the clients' calls open no socket. */
export function operatorTarget(
  cloud: Pick<InProcessDefinition, 'cloud' | 'exchange'>,
  feed: FeedOutputs,
): Target {
  const clients = operatorClients(cloud);
  return {
    name: 'laptop',
    feed,
    clients,
    lake: { name: 'laptop', outputs: feed.lake, clients },
  } as Target;
}

function operatorClients({
  cloud,
  exchange,
}: Pick<InProcessDefinition, 'cloud' | 'exchange'>): Clients {
  const configuration = {
    region: cloud.region,
    endpoint: cloud.endpointUrl(),
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    requestHandler: inMemoryRequestHandler(exchange),
  };
  return createClients(configuration);
}
