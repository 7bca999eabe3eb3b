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
import { authoriseGate } from './permissions/authorise-gate';
import { enforcePermissions, type Enforcement } from './permissions/enforce-permissions';
import { permissionUsage, type PermissionUsage } from './permissions/permission-usage';
import { NO_PERMISSIONS, type Permissions } from './permissions/permissions';
import { policiesOfAccounts } from './permissions/policies-of-accounts';
import type { PolicySources } from './permissions/policy-sources';
import type { Storage } from './storage/storage';

/** Everything a laptop cloud stands on: replaced as a whole in tests and simulation. */
export interface CloudParts {
  stacks: readonly StackDefinition[];
  clock: Clock;
  chance: Chance;
  storage: Storage;
  limitsEnforced: boolean;
  /** `off` allows every call. On by default. */
  permissions?: 'on' | 'off';
  /** Told of each decision when it is first made, with what it was made from. */
  onDecision?: Enforcement['onDecision'];
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
  /** What a run used of its policies, and the policies themselves; nothing is counted while they are off. */
  permissions: { sources: PolicySources; usage: PermissionUsage };
  /** Starts what the definition stands for. Functions find the endpoint at the address. */
  run: (endpointUrl: string) => Promise<RunningDefinition>;
  /** Closes the services of all accounts. */
  close: () => Promise<void>;
}

export async function composeCloud(parts: CloudParts): Promise<ComposedCloud> {
  const { stacks, clock, chance, storage } = parts;
  let endpoint = '';
  const accounts = new Map<string, LaptopAccount>();
  const permissions = composePermissions(parts, accounts);
  const cloud: Cloud = {
    account: LAPTOP_ACCOUNT,
    region: regionOf(stacks),
    clock,
    chance,
    storage,
    dispatcher: createDispatcher(() => chance.uuid()),
    permissions: permissions.enforced,
    limitsEnforced: parts.limitsEnforced,
    hazards: parts.hazards ?? NO_HAZARDS,
    endpointUrl: () => endpoint,
    report: parts.report,
  };
  cloud.dispatcher.addGate(authoriseGate(cloud.permissions));
  const shared = await createSharedServices(cloud);
  composeAccounts(cloud, parts, { shared, accounts });
  const { catalogue } = accountOf(accounts, LAPTOP_ACCOUNT);
  const each = inEachAccount(accounts);
  return {
    cloud,
    catalogue,
    accounts,
    permissions,
    exchange: exchangeOf(cloud, [...shared.services, ...catalogue.services], catalogue),
    run: async (endpointUrl) => {
      endpoint = endpointUrl;
      await each((own) => own.policies.loaded());
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

function exchangeOf(
  cloud: Cloud,
  services: Catalogue['services'],
  { callerOf }: Catalogue,
): Exchange {
  const { dispatcher, clock, chance } = cloud;
  return createExchange({
    dispatcher,
    routes: services.map(({ route }) => route),
    callers: callerOf,
    requestId: () => chance.uuid(),
    clock,
    onBug: (error) => reportBug(cloud, error),
  });
}

/** Makes the services of each account, and has the dispatcher send them its callers. */
function composeAccounts(
  cloud: Cloud,
  parts: CloudParts,
  { shared, accounts }: { shared: SharedServices; accounts: Map<string, LaptopAccount> },
): void {
  const { dispatcher, hazards } = cloud;
  for (const { service } of shared.services) {
    dispatcher.register(endangeredService(service, hazards));
  }
  for (const place of accountsOf(parts.stacks, cloud)) {
    const own = cloudOfAccount(cloud, place);
    const catalogue = createCatalogue(own, parts.catalogue(own), shared);
    for (const { service } of catalogue.services) {
      dispatcher.register(endangeredService(service, hazards), own.account);
    }
    accounts.set(own.account, { cloud: own, catalogue });
  }
}

function composePermissions(
  { permissions = 'on', onDecision }: CloudParts,
  accounts: ReadonlyMap<string, LaptopAccount>,
): ComposedCloud['permissions'] & { enforced: Permissions } {
  const sources = policiesOfAccounts(
    (account) => accounts.get(account)?.catalogue.policies,
    () => [...accounts.values()].map(({ catalogue }) => catalogue.policies),
  );
  const usage = permissionUsage();
  const enforcement = { sources, usage, ...(onDecision !== undefined && { onDecision }) };
  const enforced = permissions === 'off' ? NO_PERMISSIONS : enforcePermissions(enforcement);
  return { sources, usage, enforced };
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
