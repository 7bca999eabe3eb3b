import { LAPTOP_ACCOUNT } from '../../local/accounts';
import { chance } from '../../local/chance';
import type { CloudEvent } from '../../local/cloud';
import { composeCloud, type ComposedCloud } from '../../local/compose-cloud';
import { definedBlocks } from '../../local/definition/defined-block';
import type { StackDefinition } from '../../local/definition/read-definition';
import type { RunningDefinition } from '../../local/definition/run-definition';
import type { Hazards } from '../../local/hazards/hazards';
import { operatorCaller } from '../../local/services/sts/operator-caller';
import { inProcessDatabases, type InProcessDatabases } from '../support/in-process-database';
import {
  registerFunctions,
  type DeclaredFunction,
  type WrapPorts,
} from '../support/in-process-functions';
import type { DurableState } from './durable-state';
import type { Fault } from './fault';
import { keepItems } from './kept-items';
import type { Life } from './life';
import { simulateCalls } from './simulate-calls';
import { simulatedStorage } from './simulated-storage';
import type { StruckSends } from './struck-sends';
import type { Trace } from './trace';

export interface LifeParts {
  stacks: readonly StackDefinition[];
  state: DurableState;
  life: Life;
  trace: Trace;
  /** Of the cloud's own chance: ids, sampling. */
  chanceSeed: string;
  hazards: Hazards;
  fault: Omit<Fault, 'name' | 'feed'>;
  sends: StruckSends;
}

/** The whole cloud during one life. */
export interface SimulatedCloud {
  life: Life;
  databases: InProcessDatabases;
  running: RunningDefinition;
  /** What the services reported, oldest first. */
  reports: readonly CloudEvent[];
  /** As the operator; undefined when the life ended before the answer. */
  call(
    service: string,
    action: string,
    input: object,
  ): Promise<Record<string, unknown> | undefined>;
  /** Ends the life in an orderly way. */
  close(): Promise<void>;
}

const ENDPOINT = 'http://127.0.0.1:4566';
/** Far beyond what any single thing takes, slow calls and all. */
export const DRIVEN_MILLISECONDS_MAX = 600_000;

/** Starts the cloud on what the life before left. Undefined when the life ended while it started. */
export async function startCloud(parts: LifeParts): Promise<SimulatedCloud | undefined> {
  const { life } = parts;
  const reports: CloudEvent[] = [];
  const { composed, databases } = await compose(parts, reports);
  const started = await life.clock.drive(composed.run(ENDPOINT), DRIVEN_MILLISECONDS_MAX);
  if (started === undefined) return undefined;
  const running = started.value;
  const caller = operatorCaller(LAPTOP_ACCOUNT);
  return {
    life,
    databases,
    running,
    reports,
    call: async (service, action, input) => {
      const call = composed.cloud.dispatcher.dispatch({ caller, service, action, input });
      const answer = await life.clock.drive(call, DRIVEN_MILLISECONDS_MAX);
      return answer?.value as Record<string, unknown> | undefined;
    },
    close: async () => {
      const closed = running.stop().then(() => composed.close());
      await life.clock.drive(closed, DRIVEN_MILLISECONDS_MAX);
      life.die();
    },
  };
}

async function compose(
  parts: LifeParts,
  reports: CloudEvent[],
): Promise<{ composed: ComposedCloud; databases: InProcessDatabases }> {
  const { stacks, state, life, trace, fault, sends } = parts;
  const storage = simulatedStorage(state, life, trace);
  let databases: InProcessDatabases | undefined;
  const composed = await composeCloud({
    stacks,
    clock: life.clock,
    storage: fault.storage?.(storage, life) ?? storage,
    chance: chance(parts.chanceSeed),
    limitsEnforced: true,
    hazards: parts.hazards,
    report: (event) => {
      trace.note(`report ${event.source} ${event.level} ${event.message}`);
      reports.push(event);
    },
    catalogue: (cloud) => {
      const made = (databases ??= inProcessDatabases(cloud, { encryption: 'unsupported' }));
      return {
        servers: made.servers,
        connectDatabase: (address) => made.connect(address),
        prepareItemStore: (store) => keepItems(store, cloud.account, parts),
      };
    },
  });
  if (databases === undefined) throw new Error('The catalogue was not composed');
  const { dispatcher } = composed.cloud;
  const dispatch = dispatcher.dispatch.bind(dispatcher);
  const broken = fault.dispatch?.(dispatch, life) ?? dispatch;
  dispatcher.dispatch = simulateCalls(sends.watchTopic(broken), life, trace);
  const faulty = fault.ports?.(life) ?? {};
  const wrap: WrapPorts = {
    ...faulty,
    ledger: (own) => {
      const watched = sends.watchLedger(own, life);
      return faulty.ledger?.(watched) ?? watched;
    },
  };
  registerFunctions(declaredFunctions(stacks), { ...composed, wrap }, databases);
  return { composed, databases };
}

function declaredFunctions(stacks: readonly StackDefinition[]): DeclaredFunction[] {
  return definedBlocks(stacks, LAPTOP_ACCOUNT)
    .filter(({ type }) => type === 'aws_lambda_function')
    .map(({ arguments: given, provider }) => ({
      name: String(given['function_name']),
      account: provider.account,
    }));
}
