/** What becomes of asynchronous events: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface AsyncPolicy {
  /** 0 to 2. */
  retriesMax: number;
  /** 60 to 21,600. */
  eventAgeSecondsMax: number;
  onSuccessArn?: string;
  onFailureArn?: string;
}

export const DEFAULT_ASYNC_POLICY: AsyncPolicy = { retriesMax: 2, eventAgeSecondsMax: 21_600 };

/** Waits before the first and the second retry of an event whose function failed. */
export const RETRY_WAITS_MS = [60_000, 120_000] as const;

/** How long a throttled event waits: from a second, doubled up to five minutes. */
export const throttleWaitMs = (throttles: number): number =>
  Math.min(1000 * 2 ** (throttles - 1), 300_000);
