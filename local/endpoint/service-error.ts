/**
 * A refusal as AWS would word it: `code` is the exception name (`ResourceNotFoundException`), which
 * each protocol writes in its own shape. Extra members of the modelled error go in `details`.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}
