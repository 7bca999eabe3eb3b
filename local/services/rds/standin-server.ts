import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CloudEvent } from '../../cloud';
import type { DatabaseInstance, DatabaseServer } from './service';

export interface StandInOptions extends DatabaseInstance {
  /** The folder of its redo log. */
  root: string;
  /** 0 takes any free port. */
  port: number;
  divideWaitsBy: number;
  chanceSeed?: string | undefined;
}

export type StandInMessage =
  { kind: 'listening'; port: number } | { kind: 'event'; event: CloudEvent };

/**
 * The stand-in in a thread of its own, as a database server is a machine of its own: what it works on and holds
 * in memory does not slow the services, and nothing but TDS leads to it. Rejects where it cannot start; an error
 * that it does not survive later is this process's, too.
 */
export async function startStandIn(
  options: StandInOptions,
  report: (event: CloudEvent) => void,
): Promise<DatabaseServer> {
  const worker = new Worker(join(__dirname, 'standin-bootstrap.cjs'), {
    name: options.id,
    execArgv: [],
    workerData: options,
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: StandInMessage) => {
      if (message.kind === 'listening') resolve(message.port);
      else report(message.event);
    });
  });
  worker.on('error', (error) => {
    throw error;
  });
  return {
    host: '127.0.0.1',
    port,
    close: async () => {
      worker.postMessage('close');
      await exited;
    },
  };
}
