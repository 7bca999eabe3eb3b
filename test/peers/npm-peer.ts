import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import type { Tool } from '../support/require-tool';
import { startServer, type OutsideServer } from '../support/start-server';

export interface NpmPeer {
  start(): Promise<OutsideServer>;
}

/** A server of the dynalite family from this folder's own manifest. */
export function findNpmPeer(name: string, options: object = {}): Tool<NpmPeer> {
  return installed(name, async () => {
    const port = await freePort();
    const args = [join(__dirname, 'serve.js'), name, String(port), JSON.stringify(options)];
    return startServer({ file: process.execPath, args, port });
  });
}

/** It has no setting for its address, and takes its certificate from its own folder. */
export function findKinesisLocal(): Tool<NpmPeer> {
  const folder = join(__dirname, 'node_modules/kinesis-local');
  return installed('kinesis-local', async () => {
    const port = await freePort();
    return startServer({
      file: process.execPath,
      args: ['--require', join(__dirname, 'loopback-only.js'), join(folder, 'main.js')],
      port,
      env: {
        KINESIS_MOCK_PLAIN_PORT: String(port),
        KINESIS_MOCK_TLS_PORT: String(await freePort()),
        KINESIS_MOCK_CERT_PATH: join(folder, 'server.json'),
        LOG_LEVEL: 'ERROR',
      },
    });
  });
}

function installed(name: string, start: () => Promise<OutsideServer>): Tool<NpmPeer> {
  return existsSync(join(__dirname, 'node_modules', name))
    ? { found: { start } }
    : { missing: `${name} (.ci/install-peers installs it)` };
}
