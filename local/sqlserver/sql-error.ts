/** An error as SQL Server reports it; number, severity and text follow `sys.messages`. */
export class SqlError extends Error {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  /** Line of the batch, 1-based. */
  line: number;
  procedure: string;

  constructor(
    number: number,
    message: string,
    options: { severity?: number; state?: number; line?: number; procedure?: string } = {},
  ) {
    super(message);
    this.name = 'SqlError';
    this.number = number;
    this.severity = options.severity ?? 16;
    this.state = options.state ?? 1;
    this.line = options.line ?? 1;
    this.procedure = options.procedure ?? '';
  }
}
