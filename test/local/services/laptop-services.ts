import { chance } from '../../../local/chance';
import { type Clock, systemClock } from '../../../local/clock';
import type { Cloud, CloudEvent } from '../../../local/cloud';
import { createDispatcher, type LocalService } from '../../../local/endpoint/dispatch';
import type { ResourceAdapter, Running } from '../../../local/services/resource-adapter';
import { operatorCaller } from '../../../local/services/sts/operator-caller';
import { memoryStorage } from '../../../local/storage/memory-storage';
import type { Storage } from '../../../local/storage/storage';
import { NO_HAZARDS, type Hazards } from '../../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../../local/permissions/permissions';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';

/** A cloud in memory whose clock stands still unless told otherwise. */
export function testCloud(given: { storage?: Storage; clock?: Clock; hazards?: Hazards } = {}) {
  const randomness = chance('services');
  const reports: CloudEvent[] = [];
  const clock: Clock = given.clock ?? {
    ...systemClock(),
    now: () => Date.UTC(2026, 10, 21, 10, 0, 0),
    wait: (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  };
  const cloud: Cloud = {
    account: ACCOUNT,
    region: REGION,
    clock,
    chance: randomness,
    storage: given.storage ?? memoryStorage(),
    dispatcher: createDispatcher(() => randomness.uuid()),
    limitsEnforced: true,
    permissions: NO_PERMISSIONS,
    hazards: given.hazards ?? NO_HAZARDS,
    endpointUrl: () => 'http://127.0.0.1:4566',
    report: (event) => reports.push(event),
  };
  return { cloud, reports };
}

/** Calls an action through dispatch as the operator. */
export function caller(cloud: Cloud, service: LocalService) {
  cloud.dispatcher.register(service);
  return async (action: string, input: object = {}) =>
    (await cloud.dispatcher.dispatch({
      caller: operatorCaller(cloud.account),
      service: service.name,
      action,
      input,
    })) as Record<string, never>;
}

/** Starts an adapter as the definition would. */
export async function start(
  adapter: ResourceAdapter,
  args: Record<string, unknown>,
  address = `test.${adapter.type}.it`,
): Promise<Running> {
  const parsed = adapter.honours.parse(args);
  return adapter.start(parsed as never, {
    address,
    stack: 'test',
    account: ACCOUNT,
    region: REGION,
    arguments: args,
  });
}
