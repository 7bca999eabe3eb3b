import { cloudOfAccount, LAPTOP_ACCOUNT, type LaptopAccount } from './accounts';
import type { Chance } from './chance';
import type { Clock } from './clock';
import type { Cloud, CloudEvent } from './cloud';
import { accountsOf } from './definition/provider-account';
import type { StackDefinition } from './definition/read-definition';
import { runDefinition, type RunningDefinition } from './definition/run-definition';
import { createDispatcher } from './endpoint/dispatch';
import { createExchange } from './endpoint/create-exchange';
import type { Exchange } from './endpoint/exchange';
import { endangeredService } from './hazards/endangered-service';
import { NO_HAZARDS, type Hazards } from './hazards/hazards';
import {
  createCatalogue,
  createSharedServices,
  type Catalogue,
  type CatalogueParts,
  type SharedServices,
} from './services/catalogue';
import type { Storage } from './storage/storage';

/** Everything a laptop cloud stands on: replaced as a whole in tests and simulation. */
export interface CloudParts {
  stacks: readonly StackDefinition[];
  clock: Clock;
  chance: Chance;
  storage: Storage;
  limitsEnforced: boolean;
  /** None by default. */
  hazards?: Hazards;
  report: (event: CloudEvent) => void;
  /** Called once an account, the default account first. */
  catalogue: (cloud: Cloud) => CatalogueParts;
}

/** The services of a laptop cloud, with nothing of the definition started and no socket open. */
export interface ComposedCloud {
  /** Of the default account, as `catalogue` is. */
  cloud: Cloud;
  catalogue: Catalogue;
  /** Every account that the definition lives in, the default account first. */
  accounts: ReadonlyMap<string, LaptopAccount>;
  /** Answers AWS requests; HTTP listens in front of it, or an SDK calls it in memory. */
  exchange: Exchange;
  /** Starts what the definition stands for. Functions find the endpoint at the address. */
  run: (endpointUrl: string) => Promise<RunningDefinition>;
  /** Closes the services of all accounts. */
  close: () => Promise<void>;
}

export async function composeCloud(parts: CloudParts): Promise<ComposedCloud> {
  const { stacks, clock, chance, storage } = parts;
  let endpoint = '';
  const requestId = () => chance.uuid();
  const cloud: Cloud = {
    account: LAPTOP_ACCOUNT,
    region: regionOf(stacks),
    clock,
    chance,
    storage,
    dispatcher: createDispatcher(requestId),
    limitsEnforced: parts.limitsEnforced,
    hazards: parts.hazards ?? NO_HAZARDS,
    endpointUrl: () => endpoint,
    report: parts.report,
  };
  const shared = await createSharedServices(cloud);
  const accounts = composeAccounts(cloud, parts, shared);
  const { catalogue } = accountOf(accounts, LAPTOP_ACCOUNT);
  const each = inEachAccount(accounts);
  return {
    cloud,
    catalogue,
    accounts,
    exchange: createExchange({
      dispatcher: cloud.dispatcher,
      routes: [...shared.services, ...catalogue.services].map(({ route }) => route),
      callers: catalogue.callerOf,
      requestId,
      clock,
      onBug: (error) => reportBug(cloud, error),
    }),
    run: async (endpointUrl) => {
      endpoint = endpointUrl;
      const running = await runDefinition({
        stacks,
        adapters: (account) => accountOf(accounts, account).catalogue.resources,
        account: LAPTOP_ACCOUNT,
      });
      await shared.s3.resume();
      await each((own) => own.resume());
      return {
        ...running,
        stop: async () => {
          await each((own) => own.quiesce());
          await running.stop();
        },
      };
    },
    close: async () => {
      await each((own) => own.close());
      await shared.s3.stop();
    },
  };
}

/** Makes the services of each account, and has the dispatcher send them its callers. */
function composeAccounts(
  cloud: Cloud,
  parts: CloudParts,
  shared: SharedServices,
): Map<string, LaptopAccount> {
  const { dispatcher, hazards } = cloud;
  for (const { service } of shared.services) {
    dispatcher.register(endangeredService(service, hazards));
  }
  const accounts = new Map<string, LaptopAccount>();
  for (const place of accountsOf(parts.stacks, cloud)) {
    const own = cloudOfAccount(cloud, place);
    const catalogue = createCatalogue(own, parts.catalogue(own), shared);
    for (const { service } of catalogue.services) {
      dispatcher.register(endangeredService(service, hazards), own.account);
    }
    accounts.set(own.account, { cloud: own, catalogue });
  }
  return accounts;
}

function accountOf(accounts: ReadonlyMap<string, LaptopAccount>, account: string): LaptopAccount {
  const found = accounts.get(account);
  if (found === undefined) throw new Error(`The laptop was composed without account ${account}.`);
  return found;
}

function inEachAccount(accounts: ReadonlyMap<string, LaptopAccount>) {
  return async (work: (catalogue: Catalogue) => Promise<void>): Promise<void> => {
    for (const { catalogue } of accounts.values()) await work(catalogue);
  };
}

function reportBug(cloud: Cloud, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  cloud.report({ source: 'endpoint', level: 'error', message });
}

/** Of the default account: the region of the definition's first provider. */
function regionOf(stacks: readonly StackDefinition[]): string {
  const region = stacks[0]?.provider['aws']?.[0]?.['region'];
  return typeof region === 'string' ? region : 'us-east-1';
}
