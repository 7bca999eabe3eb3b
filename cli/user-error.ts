/** The user's mistake: printed as one line, exit code 2. Everything else that is thrown is our bug. */
export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
  }
}
