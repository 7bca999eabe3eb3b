import {
  feedOutputs,
  itemLakeOutputs,
  type FeedOutputs,
  type ItemLakeOutputs,
} from '../wire/feed-outputs';
import { LAPTOP_ACCOUNT } from '../local/accounts';
import { assumeRole } from './assume-role';
import { createClients, type ClientConfiguration, type Clients } from './clients';
import { feedSide } from './feed-side';
import { loadSettings } from './load-settings';
import { readLaptopState, type LaptopState } from './laptop-state';
import { projectPaths } from './project-paths';
import {
  laptopOutputs,
  NotDeployedError,
  terraformOutputs,
  type StackOutputs,
} from './stack-outputs';
import type { LakeTarget, Target, TargetName } from './target';

/** A deployment before a feed of it is chosen: what its stacks tell, and how its accounts are reached. */
interface Deployment {
  name: TargetName;
  outputs: StackOutputs;
  clientsOf(of: {
    feed: string;
    side: 'source' | 'lake';
    account: string;
    region: string;
  }): Clients;
}

/** Any credentials serve on the laptop: an unknown key is its account's operator. */
const LAPTOP_CREDENTIALS = { accessKeyId: 'operator', secretAccessKey: 'operator' };

/** The one place that tells the laptop from AWS. */
export function resolveTarget(options: { target: TargetName; feed: string }): Target {
  return targetOf(deployment(options.target), options.feed);
}

export function laptopTarget(state: LaptopState, feed: string): Target {
  return targetOf(laptop(state), feed);
}

/** The lake of a feed, which people see who may not see the feed itself: its own stack tells of it. */
export function resolveLake(options: { target: TargetName; feed: string }): LakeTarget {
  const from = deployment(options.target);
  const separate = separateLake(from, options.feed);
  if (separate === undefined) {
    const { clients, lake } = targetOf(from, options.feed);
    if (clients !== lake.clients) clients.destroy();
    return lake;
  }
  return lakeTarget(from, options.feed, separate);
}

/** An output of a deployed stack; undefined where it has none of that name. */
export function stackOutput(target: TargetName, stack: string, output: string): unknown {
  return deployment(target).outputs(stack, output);
}

/** The stack of a lake that lies in another account than its feed. */
export function lakeStack(feed: string): string {
  return `${feed}-lake`;
}

function separateLake({ outputs }: Deployment, feed: string): ItemLakeOutputs | undefined {
  try {
    return itemLakeOutputs.parse(outputs(lakeStack(feed), 'lake'));
  } catch (error) {
    if (error instanceof NotDeployedError) return undefined;
    throw error;
  }
}

function targetOf(from: Deployment, id: string): Target {
  if (feedSide(id, 'source')?.isDeployed === false) {
    throw new NotDeployedError(
      `Of feed "${id}" these settings deploy the lake alone (accounts.deploy); its source is in another account.`,
    );
  }
  const feed = feedOutputs.parse(from.outputs(id, 'feed'));
  const { account, region } = feed;
  const clients = from.clientsOf({ feed: id, side: 'source', account, region });
  const lake = crossesAccounts(feed)
    ? lakeTarget(from, id, feed.lake)
    : { name: from.name, outputs: feed.lake, clients };
  return { name: from.name, feed, clients, lake } as Target;
}

function crossesAccounts(feed: FeedOutputs): feed is FeedOutputs & { lake: ItemLakeOutputs } {
  return feed.kind === 'dynamodb' && feed.lake.account !== feed.account;
}

function lakeTarget(from: Deployment, feed: string, outputs: ItemLakeOutputs): LakeTarget {
  const { account } = outputs;
  const { region } = loadSettings();
  const clients = from.clientsOf({ feed, side: 'lake', account, region });
  return { name: from.name, outputs, clients };
}

function deployment(name: TargetName): Deployment {
  return name === 'laptop' ? laptop(readLaptopState(projectPaths.local)) : aws;
}

function laptop(state: LaptopState): Deployment {
  return {
    name: 'laptop',
    outputs: laptopOutputs(state),
    clientsOf: ({ account, region }) => {
      const own = { region, endpoint: state.endpointUrl, credentials: LAPTOP_CREDENTIALS };
      // Every other account of the laptop is entered by a role of it, whichever name it has.
      const role = `arn:aws:iam::${account}:role/operator`;
      return createClients(account === LAPTOP_ACCOUNT ? own : inRole(own, role));
    },
  };
}

const aws: Deployment = {
  name: 'aws',
  outputs: terraformOutputs,
  clientsOf: ({ feed, side, region }) => {
    const role = feedSide(feed, side)?.roleArn;
    return createClients(role === undefined ? { region } : inRole({ region }, role));
  },
};

function inRole(from: ClientConfiguration, role: string): ClientConfiguration {
  return { ...from, credentials: assumeRole(from, role) };
}
