import type { Chance } from './chance';
import type { Clock } from './clock';
import type { Cloud, CloudEvent } from './cloud';
import type { StackDefinition } from './definition/read-definition';
import { runDefinition, type RunningDefinition } from './definition/run-definition';
import { createDispatcher } from './endpoint/dispatch';
import { createExchange } from './endpoint/create-exchange';
import type { Exchange } from './endpoint/exchange';
import { createCatalogue, type Catalogue, type CatalogueParts } from './services/catalogue';
import type { Storage } from './storage/storage';

/** Everything a laptop cloud stands on: replaced as a whole in tests and simulation. */
export interface CloudParts {
  stacks: readonly StackDefinition[];
  clock: Clock;
  chance: Chance;
  storage: Storage;
  limitsEnforced: boolean;
  report: (event: CloudEvent) => void;
  catalogue: (cloud: Cloud) => CatalogueParts;
}

/** The services of a laptop cloud, with nothing of the definition started and no socket open. */
export interface ComposedCloud {
  cloud: Cloud;
  catalogue: Catalogue;
  /** Answers AWS requests; HTTP listens in front of it, or an SDK calls it in memory. */
  exchange: Exchange;
  /** Starts what the definition stands for. Functions find the endpoint at the address. */
  run: (endpointUrl: string) => Promise<RunningDefinition>;
}

/** The account of everything that runs on the laptop. */
const LAPTOP_ACCOUNT = '000000000000';

export async function composeCloud(parts: CloudParts): Promise<ComposedCloud> {
  const { clock, chance, storage } = parts;
  let endpoint = '';
  const requestId = () => chance.uuid();
  const cloud: Cloud = {
    account: LAPTOP_ACCOUNT,
    region: regionOf(parts.stacks),
    clock,
    chance,
    storage,
    dispatcher: createDispatcher(requestId),
    limitsEnforced: parts.limitsEnforced,
    endpointUrl: () => endpoint,
    report: parts.report,
  };
  const catalogue = await createCatalogue(cloud, parts.catalogue(cloud));
  for (const { service } of catalogue.services) cloud.dispatcher.register(service);
  const { stacks } = parts;
  return {
    cloud,
    catalogue,
    exchange: createExchange({
      dispatcher: cloud.dispatcher,
      routes: catalogue.services.map(({ route }) => route),
      callers: catalogue.callerOf,
      requestId,
      clock,
      onBug: (error) => reportBug(cloud, error),
    }),
    run: async (endpointUrl) => {
      endpoint = endpointUrl;
      const adapters = catalogue.resources;
      const running = await runDefinition({ stacks, adapters, account: LAPTOP_ACCOUNT });
      await catalogue.resume();
      return {
        ...running,
        stop: async () => {
          await catalogue.quiesce();
          await running.stop();
        },
      };
    },
  };
}

function reportBug(cloud: Cloud, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  cloud.report({ source: 'endpoint', level: 'error', message });
}

/** All stacks of a definition lie in one region today; the first provider names it. */
function regionOf(stacks: readonly StackDefinition[]): string {
  const region = stacks[0]?.provider['aws']?.[0]?.['region'];
  return typeof region === 'string' ? region : 'us-east-1';
}
