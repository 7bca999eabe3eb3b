interface RetryToken {
  getRetryCount(): number;
  getRetryDelay(): number;
}

const ATTEMPTS_MAX = 3;
const RETRYABLE = ['THROTTLING', 'TRANSIENT'];

const token = (count: number): RetryToken => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
});

/** The SDK's retries without its pauses, which no fake clock shortens. */
export function atOnceRetries() {
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    refreshRetryTokenForRetry: (before: RetryToken, { errorType }: { errorType: string }) => {
      const count = before.getRetryCount() + 1;
      if (count < ATTEMPTS_MAX && RETRYABLE.includes(errorType))
        return Promise.resolve(token(count));
      return Promise.reject(new Error('No retry is left'));
    },
    recordSuccess: () => undefined,
  };
}
