import type { BatchVerdict } from './batch-verdict';

/** A batch, or what is left of one. */
export interface PendingBatch<R> {
  records: readonly R[];
  /** How often these records, as this batch, were given to the function. */
  invokes: number;
  retriesUsed: number;
}

export interface RetryPolicy {
  /** -1 retries until the records expire. */
  retriesMax: number;
  bisect: boolean;
}

export interface RetryStep<R> {
  done: readonly R[];
  /** Out of retries: to the failure destination. */
  discarded?: PendingBatch<R>;
  /** To be processed next, in this order, before any later record. */
  next: PendingBatch<R>[];
}

export const freshBatch = <R>(records: readonly R[]): PendingBatch<R> => ({
  records,
  invokes: 0,
  retriesUsed: 0,
});

/**
 * Decides what becomes of a batch after an invocation. Partial progress starts the retries anew; halving
 * uses up none. A reported failure of the very first record is no progress, so it halves like an exception.
 */
export function planRetry<R>(
  given: PendingBatch<R>,
  verdict: BatchVerdict,
  policy: RetryPolicy,
): RetryStep<R> {
  const batch = { ...given, invokes: given.invokes + 1 };
  if (verdict.kind === 'succeeded') return { done: batch.records, next: [] };
  if (verdict.kind === 'failed-from' && verdict.index > 0) {
    return {
      done: batch.records.slice(0, verdict.index),
      next: [freshBatch(batch.records.slice(verdict.index))],
    };
  }
  if (policy.bisect && batch.records.length > 1) return { done: [], next: halves(batch) };
  if (policy.retriesMax >= 0 && batch.retriesUsed >= policy.retriesMax) {
    return { done: batch.records, discarded: batch, next: [] };
  }
  return { done: [], next: [{ ...batch, retriesUsed: batch.retriesUsed + 1 }] };
}

function halves<R>({ records, retriesUsed }: PendingBatch<R>): PendingBatch<R>[] {
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)].map((half) => ({
    records: half,
    invokes: 0,
    retriesUsed,
  }));
}
