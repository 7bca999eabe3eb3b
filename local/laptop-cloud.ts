import { join } from 'node:path';
import { accountFolder } from './accounts';
import { chance } from './chance';
import { systemClock } from './clock';
import type { CloudEvent } from './cloud';
import { composeCloud } from './compose-cloud';
import { readDefinition } from './definition/read-definition';
import type { RunningDefinition } from './definition/run-definition';
import { listenEndpoint } from './endpoint/listen';
import type { HazardName } from './hazards/hazard-catalogue';
import { drawnHazards, NO_HAZARDS, type Hazards } from './hazards/hazards';
import { permissionReport, type PermissionReport } from './permissions/permission-report';
import { databaseServers } from './services/rds/database-servers';
import { diskStorage } from './storage/disk-storage';
import { reportRoom } from './storage/report-room';

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
  /** What AWS does now and then, drawn from the chance seed. */
  hazards?: ReadonlySet<HazardName>;
  /** A real SQL Server instead of the stand-in: `mssql://user:password@host:port`. */
  sqlServerUrl?: string;
  limitsEnforced: boolean;
  /** `off` allows every call. On by default. */
  permissions?: 'on' | 'off';
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
  /** How often each hazard that is on has struck. */
  struck(): ReadonlyMap<HazardName, number>;
  /** What the run has used of its policies so far. */
  permissionReport(): PermissionReport;
  /** Stops in reverse order; what is acknowledged is on disk. */
  close(): Promise<void>;
}

/** Starts everything that the definition stands for, wired as the definition wires it. */
export async function startLaptopCloud(options: LaptopCloudOptions): Promise<LaptopCloud> {
  const stacks = readDefinition(options.definition);
  const clock = systemClock(options.divideWaitsBy);
  const storage = diskStorage({
    root: options.stateDirectory,
    clock,
    report: reportRoom('storage', options.report),
  });
  const hazards = hazardsOf(options);
  const composed = await composeCloud({
    stacks,
    clock,
    storage,
    chance: chance(options.chanceSeed),
    hazards,
    limitsEnforced: options.limitsEnforced,
    ...(options.permissions !== undefined && { permissions: options.permissions }),
    report: options.report,
    catalogue: (cloud) => ({
      dynamodbDirectory: join(
        options.stateDirectory,
        accountFolder(cloud.account) ?? '',
        'dynamodb',
      ),
      servers: databaseServers(cloud, options),
    }),
  });
  const { catalogue, exchange, run, close } = composed;
  const endpoint = await listenEndpoint({ exchange, host: '127.0.0.1', port: options.port });
  const closeServices = async () => {
    await close();
    await endpoint.close();
    await storage.close();
  };
  const running = await runOrClose(() => run(endpoint.url), closeServices);
  return {
    endpointUrl: endpoint.url,
    stacks: stacks.map(({ name }) => name),
    outputs: (stack) => running.outputs(stack),
    objectLocation: catalogue.objectLocation,
    outbox: join(options.stateDirectory, 'outbox'),
    struck: () => hazards.struck(),
    permissionReport: () => {
      const { sources, usage } = composed.permissions;
      return permissionReport(sources, usage, options.permissions !== 'off');
    },
    close: async () => {
      await running.stop();
      await closeServices();
    },
  };
}

/** From a seed of their own, so that switching them on leaves the ids of the run as they are. */
function hazardsOf({ hazards, chanceSeed }: LaptopCloudOptions): Hazards {
  if (hazards === undefined) return NO_HAZARDS;
  return drawnHazards(
    hazards,
    chance(chanceSeed === undefined ? undefined : `${chanceSeed} hazards`),
  );
}

async function runOrClose(
  run: () => Promise<RunningDefinition>,
  close: () => Promise<void>,
): Promise<RunningDefinition> {
  try {
    return await run();
  } catch (error) {
    await close();
    throw error;
  }
}
