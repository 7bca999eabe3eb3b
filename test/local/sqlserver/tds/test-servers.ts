import { listenTds, type ListenTdsOptions } from '../../../../local/sqlserver/tds/tds-server';
import type { ScriptedEngine } from './scripted-engine';

/** Servers of one test file, on loopback; `closeAll` after each test. */
export class TestServers {
  readonly reported: string[] = [];
  private readonly servers: { close(): Promise<void> }[] = [];
  private readonly engine: ScriptedEngine;

  constructor(engine: ScriptedEngine) {
    this.engine = engine;
  }

  /** The port. */
  async listen(options: Partial<ListenTdsOptions> = {}): Promise<number> {
    const server = await listenTds({
      engine: this.engine,
      host: '127.0.0.1',
      port: 0,
      encryption: 'optional',
      report: ({ message }) => this.reported.push(message),
      ...options,
    });
    this.servers.push(server);
    return server.port;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.servers.splice(0).map((server) => server.close()));
    this.reported.length = 0;
    this.engine.sessions.length = 0;
  }
}
