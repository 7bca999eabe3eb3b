import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { laptopTarget } from '../../cli/resolve-target';
import type { LaptopState } from '../../cli/laptop-state';
import {
  dynamoTarget,
  relationalTarget,
  type DynamoTarget,
  type RelationalTarget,
} from '../../cli/target';
import { processorWait } from './processor-wait';
import { freePort } from './free-port';
import { scratchProject, type Ran } from './scratch-project';

/** `tributary local` as a process of its own, over a project and a disk of its own. */
export interface LaptopProcess {
  /** Its state, logs and lake. */
  readonly folder: string;
  readonly pid: number | undefined;
  /** All that it has written on its screen so far. */
  screen(): string;
  start(): void;
  /** Resolves once both feeds run. */
  up(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  run(args: readonly string[]): Promise<Ran>;
  endpointUrl(): string;
  billing(): RelationalTarget;
  people(): DynamoTarget;
  end(): Promise<void>;
}

/** Without a new line on its screen, what it waited for a processor left out: it stands, and load is no excuse. */
const STANDSTILL_SECONDS = 120;
const LOOK_MILLISECONDS = 50;

/** `stateOn`: a folder on another disk in which the state is to lie. */
export async function laptopProcess(options: {
  fast: number;
  stateOn?: string;
}): Promise<LaptopProcess> {
  const project = scratchProject();
  const [port, sqlPort] = [await freePort(), await freePort()];
  if (options.stateOn !== undefined)
    symlinkSync(options.stateOn, join(project.directory, '.tributary'));
  const folder = join(project.directory, '.tributary/local');
  let child: ChildProcess | undefined;
  let screen = '';
  let sinceStart = 0;
  const state = () => JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as LaptopState;
  const kill = async () => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    folder,
    get pid() {
      return child?.pid;
    },
    screen: () => screen,
    start: () => {
      sinceStart = screen.length;
      const ports = ['--port', String(port), '--sql-port', String(sqlPort)];
      const args = ['cli/tributary.js', 'local', ...ports, '--fast', String(options.fast)];
      child = spawn(process.execPath, args, { cwd: project.directory, stdio: 'pipe' });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (text: Buffer) => (screen += text.toString()));
    },
    up: async () => {
      const waitedForProcessor = processorWait();
      let [told, stoodMs, at] = [screen.length, 0, Date.now()];
      while (!screen.slice(sinceStart).includes('The laptop cloud is up')) {
        const isStanding = stoodMs > STANDSTILL_SECONDS * 1000;
        if (child?.exitCode !== null || isStanding) {
          throw new Error(
            `The laptop cloud is not up (exit code ${String(child?.exitCode)}${isStanding ? `, stands for ${STANDSTILL_SECONDS} s that it could have run` : ''}):\n${screen.slice(sinceStart).slice(-3000)}`,
          );
        }
        await sleep(LOOK_MILLISECONDS);
        const passedMs = Date.now() - at;
        at += passedMs;
        stoodMs += Math.max(0, passedMs - waitedForProcessor(child.pid ?? 0));
        if (screen.length > told) [told, stoodMs] = [screen.length, 0];
      }
      if (!existsSync(join(folder, 'running.json'))) throw new Error('It left no running.json.');
    },
    kill,
    run: (args) => project.run(args),
    endpointUrl: () => state().endpointUrl,
    billing: () => relationalTarget(laptopTarget(state(), 'billing')),
    people: () => dynamoTarget(laptopTarget(state(), 'people')),
    end: async () => {
      await kill();
      project.remove();
    },
  };
}
