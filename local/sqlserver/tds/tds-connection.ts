import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock';
import type { CloudEvent } from '../../cloud';
import type { SqlEngine } from '../session';
import { EndOfBytes } from './byte-reader';
import { logIn } from './log-in';
import { ProtocolError } from './packet';
import type { ServerEncryption } from './prelogin';
import { serveRequests } from './serve-requests';
import { Wire } from './wire';

export interface ServeTdsOptions {
  engine: SqlEngine;
  /** With it, a client that has not logged in after half a minute is dropped. */
  clock?: Clock;
  /** With `required`, who will not encrypt is refused at login. */
  encryption: ServerEncryption;
  report: (event: CloudEvent) => void;
}

const LOGIN_MILLISECONDS = 30_000;

/**
 * Serves one client over any byte stream, until either side closes it. Never rejects: what goes wrong
 * ends this connection alone, its session closed and its transaction rolled back.
 */
export async function serveTds(stream: Duplex, options: ServeTdsOptions): Promise<void> {
  const wire = new Wire(stream);
  try {
    await serve(wire, options);
    if (wire.failure !== undefined) throw wire.failure;
    await wire.end();
  } catch (error) {
    reportEnd(wire.failure ?? error, options.report);
    wire.destroy();
  }
}

async function serve(wire: Wire, options: ServeTdsOptions): Promise<void> {
  const loggedIn = new AbortController();
  options.clock?.timeout(LOGIN_MILLISECONDS, loggedIn.signal).then(
    () => wire.destroy(),
    () => undefined,
  );
  const session = await logIn(wire, options).finally(() => loggedIn.abort());
  if (session === undefined) return;
  try {
    await serveRequests(wire, session, options.report);
  } finally {
    session.close();
  }
}

function reportEnd(error: unknown, report: (event: CloudEvent) => void): void {
  const expected = error instanceof ProtocolError || error instanceof EndOfBytes;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  report({
    source: 'sqlserver',
    level: expected ? 'warning' : 'error',
    message: expected ? `A client's connection was closed: ${error.message}` : text,
  });
}
