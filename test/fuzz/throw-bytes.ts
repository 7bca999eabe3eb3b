import { connect } from 'node:net';

export type ConnectionEnd = 'closed without a word' | 'answered and closed' | 'hangs';

/** After so long without an answer the client says that it is done, and the other side must close. */
const QUIET_MILLISECONDS = 25;
const CLOSED_WITHIN_MILLISECONDS = 20_000;

/** Sends bytes to a loopback port, reads whatever comes, half-closes once nothing comes, and waits for the end. */
export function throwBytes(port: number, bytes: Uint8Array): Promise<ConnectionEnd> {
  return new Promise((resolve) => {
    let end: ConnectionEnd = 'closed without a word';
    const socket = connect({ host: '127.0.0.1', port });
    const quiet = setTimeout(() => socket.end(), QUIET_MILLISECONDS);
    const late = setTimeout(() => {
      end = 'hangs';
      socket.destroy();
    }, CLOSED_WITHIN_MILLISECONDS);
    socket.on('data', () => {
      end = 'answered and closed';
      quiet.refresh();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      clearTimeout(quiet);
      resolve(end);
    });
    socket.write(bytes);
  });
}
