import { chance } from '../../local/chance';
import type { Cloud, CloudEvent } from '../../local/cloud';
import { createDispatcher, operation } from '../../local/endpoint/dispatch';
import { memoryStorage } from '../../local/storage/memory-storage';
import type { Storage } from '../../local/storage/storage';
import { NO_PERMISSIONS } from '../../local/permissions/permissions';
import { NO_HAZARDS, type Hazards } from '../../local/hazards/hazards';
import type { FakeClock } from './fake-clock';
import { fakeClock } from './fake-clock';

export interface TestCloud extends Cloud {
  clock: FakeClock;
  reported: CloudEvent[];
  calls: { service: string; action: string; caller: string; input: unknown }[];
}

/** A cloud on a fake clock and in memory; `storage` of an earlier one plays a restart. */
export function testCloud(
  options: { clock?: FakeClock; storage?: Storage; hazards?: Hazards } = {},
): TestCloud {
  const clock = options.clock ?? fakeClock();
  const source = chance('test');
  const dispatcher = createDispatcher(() => source.uuid());
  const calls: TestCloud['calls'] = [];
  const reported: CloudEvent[] = [];
  dispatcher.addGate(({ service, action, caller, input }) => {
    calls.push({ service, action, caller: caller.arn, input });
  });
  return {
    account: '111122223333',
    region: 'eu-west-1',
    clock,
    chance: source,
    storage: options.storage ?? memoryStorage(),
    dispatcher,
    permissions: NO_PERMISSIONS,
    limitsEnforced: true,
    hazards: options.hazards ?? NO_HAZARDS,
    endpointUrl: () => 'http://127.0.0.1:4566',
    report: (event) => reported.push(event),
    reported,
    calls,
  };
}

/** Registers a service whose operations are plain functions of their input. */
export function scriptedService(
  cloud: Cloud,
  name: string,
  actions: Record<string, (input: never) => unknown>,
): void {
  const operations = Object.fromEntries(
    Object.entries(actions).map(([action, run]) => [
      action,
      operation<never, unknown>({
        parse: (input) => input as never,
        iamActions: () => [],
        resources: () => [],
        run: (input) => run(input),
      }),
    ]),
  );
  cloud.dispatcher.register({ name, operations });
}
