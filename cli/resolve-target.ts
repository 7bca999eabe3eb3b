import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { relationalFeedOutputs, type RelationalFeedOutputs } from '../wire/feed-outputs';
import { createClients, type ClientConfiguration, type Clients } from './clients';
import { laptopStatePath, projectPaths } from './project-paths';
import { UserError } from './user-error';

/** A deployment that a command works on. Nothing behind it knows which of the two it is. */
export interface Target {
  name: TargetName;
  feed: RelationalFeedOutputs;
  clients: Clients;
}

export type TargetName = 'laptop' | 'aws';

/** What a running laptop cloud leaves beside its data, for commands in other terminals. */
export const laptopState = z.object({
  endpointUrl: z.string(),
  processId: z.number(),
  outputs: z.record(z.string(), z.unknown()),
});

export type LaptopState = z.infer<typeof laptopState>;

/** Any credentials serve on the laptop: an unknown key is the account's operator. */
const LAPTOP_CREDENTIALS = { accessKeyId: 'operator', secretAccessKey: 'operator' };

/** The one place that tells the laptop from AWS. */
export function resolveTarget(options: { target: TargetName; feed: string }): Target {
  return options.target === 'laptop'
    ? laptopTarget(readLaptopState(projectPaths.local), options.feed)
    : awsTarget(options.feed);
}

/** `feed` undefined takes the only feed there is. */
export function laptopTarget(state: LaptopState, feed: string): Target {
  const parsed = feedOf(state.outputs, feed);
  return target('laptop', parsed, { endpoint: state.endpointUrl, credentials: LAPTOP_CREDENTIALS });
}

export function readLaptopState(directory: string): LaptopState {
  const path = laptopStatePath(directory);
  if (!existsSync(path)) {
    throw new UserError('The laptop cloud is not running. Start it with "npx tributary local".');
  }
  const state = laptopState.parse(JSON.parse(readFileSync(path, 'utf8')));
  if (!isAlive(state.processId)) {
    throw new UserError('The laptop cloud has ended. Start it again with "npx tributary local".');
  }
  return state;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

function awsTarget(feed: string): Target {
  const directory = join(projectPaths.synthesized, 'stacks', feed);
  if (!existsSync(directory)) {
    throw new UserError(`There is no synthesized stack "${feed}". Run "npx cdktf synth" first.`);
  }
  const outputs = z
    .record(z.string(), z.object({ value: z.unknown() }))
    .parse(JSON.parse(terraformOutputs(directory, feed)));
  return target('aws', feedOf({ [feed]: outputs['feed']?.value }, feed), {});
}

function terraformOutputs(directory: string, feed: string): string {
  try {
    return execFileSync('terraform', ['output', '-json'], { cwd: directory, encoding: 'utf8' });
  } catch (cause) {
    throw new UserError(
      `Terraform cannot read the outputs of stack "${feed}". Deploy it with "npx tributary up --target aws".`,
      { cause },
    );
  }
}

function feedOf(outputs: Readonly<Record<string, unknown>>, feed: string): RelationalFeedOutputs {
  const output = outputs[feed];
  if (output === undefined) {
    const known = Object.keys(outputs).join(', ') || 'none';
    throw new UserError(`There is no feed "${feed}"; deployed feeds: ${known}.`);
  }
  return relationalFeedOutputs.parse(output);
}

function target(
  name: TargetName,
  feed: RelationalFeedOutputs,
  reach: Omit<ClientConfiguration, 'region'>,
): Target {
  return { name, feed, clients: createClients({ region: feed.region, ...reach }) };
}
