export interface Invocation {
  requestId: string;
  /** JSON in UTF-8; the environment takes the memory that it lies in. */
  payload: Uint8Array;
  /** As the caller named the function, with its qualifier. */
  invokedArn: string;
}

export interface InvocationOutcome {
  /** JSON text: the function's answer, or `{ errorType, errorMessage, trace }`. */
  payload: string;
  /** Set when the function failed; AWS no longer says anything but `Unhandled` for Node. */
  functionError?: 'Unhandled';
  /** What the invocation wrote, from START to REPORT. */
  log: string;
}

export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** One sandbox of a function: takes one event at a time. */
export interface ExecutionEnvironment {
  run(invocation: Invocation): Promise<InvocationOutcome>;
  /** False once it crashed, failed to start or timed out: it takes no further event. */
  isAlive(): boolean;
  stop(): Promise<void>;
}

export const failed = (failure: FunctionFailure): Omit<InvocationOutcome, 'log'> => ({
  payload: JSON.stringify(failure),
  functionError: 'Unhandled',
});

export const timedOut = (requestId: string, timeoutSeconds: number): FunctionFailure => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
});

export const exited = (requestId: string, reason: string): FunctionFailure => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
});
