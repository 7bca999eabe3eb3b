/**
 * The call was carried out and its reply got lost on the way. A caller over HTTP sees its connection
 * break; one in the same process sees what Node reports of a broken connection.
 */
export class ReplyLostError extends Error {
  readonly code = 'ECONNRESET';

  constructor(call: string) {
    super(`The connection broke before ${call} was answered`);
    this.name = 'ReplyLostError';
  }
}
