import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '../local/cloud';
import type { HazardName } from '../local/hazards/hazard-catalogue';
import { startLaptopCloud, type LaptopCloud } from '../local/laptop-cloud';
import { keepReport } from './permissions/keep-report';
import { laptopStatePath } from './project-paths';
import type { LaptopState } from './laptop-state';
import { synthesizeDefinition } from './synthesize-definition';
import { UserError } from './user-error';
import { writeWhole } from './write-whole';

/** How `local` and `demo` start the laptop cloud. */
export interface LaptopRun {
  directory: string;
  /** Only the stacks that these feeds need; without it all of settings.ts. */
  feeds?: readonly string[];
  port: number;
  sqlPort: number;
  fast: number;
  chanceSeed?: string;
  hazards?: ReadonlySet<HazardName>;
  permissions?: 'on' | 'off';
  report: (event: CloudEvent) => void;
}

export interface RunningLaptop {
  cloud: LaptopCloud;
  state: LaptopState;
  close(): Promise<void>;
}

/** Synthesizes, starts the cloud, and leaves its address where commands in other terminals find it. */
export async function runLaptop(run: LaptopRun): Promise<RunningLaptop> {
  mkdirSync(run.directory, { recursive: true });
  const definition = synthesizeDefinition(join(run.directory, 'definition'), run.feeds);
  const cloud = await orBusyPort(run, () =>
    startLaptopCloud({
      definition,
      stateDirectory: join(run.directory, 'state'),
      port: run.port,
      sqlPort: run.sqlPort,
      divideWaitsBy: run.fast,
      limitsEnforced: true,
      report: run.report,
      ...(run.chanceSeed === undefined ? {} : { chanceSeed: run.chanceSeed }),
      ...(run.hazards === undefined ? {} : { hazards: run.hazards }),
      ...(run.permissions === undefined ? {} : { permissions: run.permissions }),
      ...sqlServerUrl(),
    }),
  );
  const state = laptopState(cloud);
  const path = laptopStatePath(run.directory);
  writeWhole(path, JSON.stringify(state, null, 2));
  const keepLast = keepReport(run.directory, () => cloud.permissionReport());
  return {
    cloud,
    state,
    close: async () => {
      rmSync(path, { force: true });
      keepLast();
      await cloud.close();
    },
  };
}

function sqlServerUrl(): { sqlServerUrl?: string } {
  const url = process.env['SQLSERVER_URL'];
  return url === undefined || url === '' ? {} : { sqlServerUrl: url };
}

function laptopState(cloud: LaptopCloud): LaptopState {
  return {
    endpointUrl: cloud.endpointUrl,
    processId: process.pid,
    outputs: Object.fromEntries(cloud.stacks.map((stack) => [stack, cloud.outputs(stack)])),
  };
}

async function orBusyPort<T>(run: LaptopRun, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { cause = error } = error as { cause?: unknown };
    const { code, port } = cause as { code?: string; port?: number };
    if (code !== 'EADDRINUSE') throw error;
    const option = port === run.sqlPort ? '--sql-port' : '--port';
    throw new UserError(
      `Port ${String(port)} is in use. Choose another with ${option}, or stop what listens there.`,
      { cause: error },
    );
  }
}
