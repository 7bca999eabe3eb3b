import { join } from 'node:path';
import { chance } from './chance';
import { systemClock } from './clock';
import type { Cloud, CloudEvent } from './cloud';
import { readDefinition } from './definition/read-definition';
import { runDefinition, type RunningDefinition } from './definition/run-definition';
import { createDispatcher } from './endpoint/dispatch';
import { createExchange } from './endpoint/create-exchange';
import { listenEndpoint } from './endpoint/listen';
import { createCatalogue } from './services/catalogue';
import { databaseServers } from './services/rds/database-servers';
import { diskStorage } from './storage/disk-storage';

export interface LaptopCloudOptions {
  /** The folder that `cdktf synth` wrote: `cdktf.out`. */
  definition: string;
  /** Where all state lies; a later start goes on from it. */
  stateDirectory: string;
  /** Of the endpoint; 0 takes a free one. */
  port: number;
  /** Of the SQL Server stand-in; 0 takes a free one. */
  sqlPort: number;
  /** `--fast`: the services' waits are divided by it. 1 is AWS's own pace. */
  divideWaitsBy: number;
  chanceSeed?: string;
  /** A real SQL Server instead of the stand-in: `mssql://user:password@host:port`. */
  sqlServerUrl?: string;
  limitsEnforced: boolean;
  report: (event: CloudEvent) => void;
}

/** A laptop cloud that runs a synthesized definition. */
export interface LaptopCloud {
  endpointUrl: string;
  stacks: string[];
  /** The outputs of a stack, as `cdktf output` prints them. */
  outputs(stack: string): Record<string, unknown>;
  /** The real path of a lake object, for tools that open files. */
  objectLocation(bucket: string, key: string): string | undefined;
  /** The folder of the messages that SNS would send. */
  outbox: string;
  /** Stops in reverse order; what is acknowledged is on disk. */
  close(): Promise<void>;
}

/** The account of everything that runs on the laptop. */
const LAPTOP_ACCOUNT = '000000000000';

/** Starts everything that the definition stands for, wired as the definition wires it. */
export async function startLaptopCloud(options: LaptopCloudOptions): Promise<LaptopCloud> {
  const stacks = readDefinition(options.definition);
  const clock = systemClock(options.divideWaitsBy);
  const source = chance(options.chanceSeed);
  const storage = diskStorage({ root: options.stateDirectory, clock });
  let endpointUrl = '';
  const cloud: Cloud = {
    account: LAPTOP_ACCOUNT,
    region: regionOf(stacks),
    clock,
    chance: source,
    storage,
    dispatcher: createDispatcher(() => source.uuid()),
    limitsEnforced: options.limitsEnforced,
    endpointUrl: () => endpointUrl,
    report: options.report,
  };
  const catalogue = createCatalogue(cloud, {
    dynamodbDirectory: join(options.stateDirectory, 'dynamodb'),
    servers: databaseServers(cloud, options),
  });
  for (const { service } of catalogue.services) cloud.dispatcher.register(service);
  const endpoint = await listenEndpoint({
    exchange: createExchange({
      dispatcher: cloud.dispatcher,
      routes: catalogue.services.map(({ route }) => route),
      callers: catalogue.callerOf,
      requestId: () => source.uuid(),
    }),
    host: '127.0.0.1',
    port: options.port,
  });
  endpointUrl = endpoint.url;
  const stopServices = async () => {
    await catalogue.close();
    await endpoint.close();
    await storage.close();
  };
  const running = await runOrClose(stopServices, () =>
    runDefinition({ stacks, adapters: catalogue.resources, account: LAPTOP_ACCOUNT }),
  );
  return {
    endpointUrl,
    stacks: stacks.map(({ name }) => name),
    outputs: (stack) => running.outputs(stack),
    objectLocation: catalogue.objectLocation,
    outbox: join(options.stateDirectory, 'outbox'),
    close: async () => {
      await running.stop();
      await stopServices();
    },
  };
}

async function runOrClose(
  close: () => Promise<void>,
  run: () => Promise<RunningDefinition>,
): Promise<RunningDefinition> {
  try {
    return await run();
  } catch (error) {
    await close();
    throw error;
  }
}

/** All stacks of a definition lie in one region today; the first provider names it. */
function regionOf(stacks: ReturnType<typeof readDefinition>): string {
  const region = stacks[0]?.provider['aws']?.[0]?.['region'];
  return typeof region === 'string' ? region : 'us-east-1';
}
