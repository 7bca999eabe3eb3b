import { chance } from '../../local/chance';
import { systemClock } from '../../local/clock';
import { createEngine } from '../../local/sqlserver/create-engine';
import { listenTds } from '../../local/sqlserver/tds/tds-server';
import { memoryStorage } from '../../local/storage/memory-storage';

export const PASSWORD = 'Str0ng-Passw0rd';

/** Our SQL Server stand-in in memory, for clients that nobody here wrote. */
export async function startStandIn(): Promise<{ port: number; close(): Promise<void> }> {
  const engine = await createEngine({
    clock: systemClock(),
    chance: chance('stand-in'),
    storage: memoryStorage(),
    logName: 'sql',
    administrator: { user: 'sa', password: PASSWORD },
    kind: 'sqlserver',
  });
  const server = await listenTds({
    engine,
    host: '127.0.0.1',
    port: 0,
    encryption: 'optional',
    report: () => undefined,
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}
