import { assumeRole } from '../../cli/assume-role';
import { createClients, type Clients } from '../../cli/clients';
import type { Target } from '../../cli/target';
import { LAPTOP_ACCOUNT } from '../../local/accounts';
import { inMemoryRequestHandler } from '../../local/endpoint/in-memory-request-handler';
import type { FeedOutputs } from '../../wire/feed-outputs';
import type { InProcessDefinition } from './in-process-cloud';

type World = Pick<InProcessDefinition, 'cloud' | 'exchange'>;

/** What a command works on, over an in-process cloud: the clients' calls open no socket. */
export function operatorTarget(world: World, feed: FeedOutputs): Target {
  const clients = operatorClients(world, feed.account);
  const account = feed.kind === 'dynamodb' ? feed.lake.account : feed.account;
  const lake = {
    name: 'laptop' as const,
    outputs: feed.lake,
    clients: account === feed.account ? clients : operatorClients(world, account),
  };
  return { name: 'laptop', feed, clients, lake } as Target;
}

function operatorClients({ cloud, exchange }: World, account: string): Clients {
  const own = {
    region: cloud.region,
    endpoint: cloud.endpointUrl(),
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    requestHandler: inMemoryRequestHandler(exchange),
  };
  if (account === LAPTOP_ACCOUNT) return createClients(own);
  const role = `arn:aws:iam::${account}:role/operator`;
  const configuration = { ...own, credentials: assumeRole(own, role) };
  return createClients(configuration);
}
