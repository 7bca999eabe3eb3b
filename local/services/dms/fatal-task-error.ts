/** A problem that no retry mends: the task stops with this message. */
export class FatalTaskError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FatalTaskError';
  }
}
