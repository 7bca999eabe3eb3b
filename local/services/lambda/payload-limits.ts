import { ServiceError } from '../../endpoint/service-error';
import type { FunctionFailure, InvocationOutcome } from './invocation';
import { failed } from './invocation';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB each way, 1 MB asynchronous. */
const REQUEST_BYTES_MAX = 6 * 1024 * 1024;
const ASYNC_REQUEST_BYTES_MAX = 1024 * 1024;
export const RESPONSE_BYTES_MAX = REQUEST_BYTES_MAX + 100;

export function refuseLargeRequest(payload: Uint8Array, isAsync: boolean): void {
  const bytesMax = isAsync ? ASYNC_REQUEST_BYTES_MAX : REQUEST_BYTES_MAX;
  if (payload.length <= bytesMax) return;
  throw new ServiceError(
    'RequestTooLargeException',
    `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`,
    { status: 413 },
  );
}

export function limitResponse(outcome: InvocationOutcome): InvocationOutcome {
  // A unit of UTF-16 is at most three bytes of UTF-8: most answers need not be counted.
  if (outcome.payload.length * 3 <= RESPONSE_BYTES_MAX) return outcome;
  const bytes = Buffer.byteLength(outcome.payload);
  if (bytes <= RESPONSE_BYTES_MAX) return outcome;
  return { ...failed(responseTooLarge(bytes)), log: outcome.log };
}

export function responseTooLarge(bytes: number): FunctionFailure {
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES_MAX} bytes).`;
  return { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
}
