import { chance } from '../../local/chance';
import { systemClock } from '../../local/clock';
import type { Cloud } from '../../local/cloud';
import { createExchange } from '../../local/endpoint/create-exchange';
import { createDispatcher, type LocalService } from '../../local/endpoint/dispatch';
import { listenEndpoint, type Endpoint } from '../../local/endpoint/listen';
import type { ServiceRoute } from '../../local/endpoint/service-route';
import { memoryStorage } from '../../local/storage/memory-storage';
import { NO_HAZARDS } from '../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../local/permissions/permissions';

/** One local service alone, in memory and at its own pace, on a free loopback port. */
export async function listenService(
  seed: string,
  route: ServiceRoute,
  create: (cloud: Cloud) => { service: LocalService },
): Promise<Endpoint> {
  const draws = chance(seed);
  const dispatcher = createDispatcher(() => draws.uuid());
  const account = '000000000000';
  const { service } = create({
    account,
    region: 'us-east-1',
    clock: systemClock(),
    chance: draws,
    storage: memoryStorage(),
    dispatcher,
    limitsEnforced: true,
    permissions: NO_PERMISSIONS,
    hazards: NO_HAZARDS,
    endpointUrl: () => '',
    report: () => undefined,
  });
  dispatcher.register(service);
  const exchange = createExchange({
    dispatcher,
    routes: [route],
    requestId: () => draws.uuid(),
    callers: () => ({ kind: 'operator', account, arn: `arn:aws:iam::${account}:root` }),
  });
  return listenEndpoint({ exchange, host: '127.0.0.1', port: 0 });
}
