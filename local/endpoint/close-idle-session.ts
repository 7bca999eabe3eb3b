import type { ServerHttp2Session } from 'node:http2';

export interface IdleLimits {
  /** Of a connection on which no request is open. */
  idleMilliseconds: number;
  /** Of one whose request is being answered. */
  answerMilliseconds: number;
}

/**
 * Ends a session on which nothing moves any more. Node keeps one open whose client broke the protocol: its
 * HTTP/2 library sends GOAWAY and reads no further, not even that the client has gone.
 */
export function closeIdleSession(session: ServerHttp2Session, limits: IdleLimits): void {
  let openRequests = 0;
  let quietMilliseconds = 0;
  session.on('stream', (stream) => {
    openRequests += 1;
    quietMilliseconds = 0;
    stream.once('close', () => (openRequests -= 1));
  });
  const arm = () => session.setTimeout(limits.idleMilliseconds);
  session.on('timeout', () => {
    quietMilliseconds += limits.idleMilliseconds;
    if (openRequests === 0 || quietMilliseconds >= limits.answerMilliseconds) session.destroy();
    else arm();
  });
  arm();
}
