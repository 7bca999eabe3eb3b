import { parentPort, workerData } from 'node:worker_threads';
import { chance } from '../../chance';
import { systemClock } from '../../clock';
import type { CloudEvent } from '../../cloud';
import { createEngine } from '../../sqlserver/create-engine';
import { listenTds } from '../../sqlserver/tds/tds-server';
import { diskStorage } from '../../storage/disk-storage';
import { reportRoom } from '../../storage/report-room';
import type { StandInMessage, StandInOptions } from './standin-server';

/**
 * The stand-in, in the worker thread that `startStandIn` made for it. Any message asks it to close. Nobody awaits
 * this: a rejection ends the thread, and its parent gets the error.
 */
export async function serveStandIn(): Promise<void> {
  const { id, root, divideWaitsBy, chanceSeed, administrator, ...options } =
    workerData as StandInOptions;
  const tell = (message: StandInMessage) => parentPort?.postMessage(message);
  const report = (event: CloudEvent) => tell({ kind: 'event', event });
  const clock = systemClock(divideWaitsBy);
  const storage = diskStorage({ root, clock, report: reportRoom('storage', report) });
  const engine = await createEngine({
    clock,
    chance: chance(chanceSeed === undefined ? undefined : `${chanceSeed} ${id}`),
    storage,
    logName: id,
    administrator,
    kind: 'rds',
  });
  const server = await listenTds({
    engine,
    host: '127.0.0.1',
    port: options.port,
    encryption: options.forceEncryption ? 'required' : 'optional',
    report,
  });
  parentPort?.once('message', () => {
    void (async () => {
      await server.close();
      await engine.close();
      await storage.close();
    })();
  });
  tell({ kind: 'listening', port: server.port });
}
