import { ReplyLostError } from './reply-lost-error';
import { ServiceError } from './service-error';

const THROTTLES = new Set([
  'KMSThrottlingException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
]);

/** Whether the same call may go through later: a service in trouble, a throttle, a reply that was lost. */
export function passesByItself(error: unknown): boolean {
  if (error instanceof ReplyLostError) return true;
  return error instanceof ServiceError && (error.status >= 500 || THROTTLES.has(error.code));
}
