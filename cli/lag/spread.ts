/** Median and 99th percentile, in milliseconds. */
export interface Spread {
  medianMilliseconds: number;
  p99Milliseconds: number;
  /** How many changes were measured. */
  changes: number;
}

/** By nearest rank: each percentile is one of the values. Undefined where there is none. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    medianMilliseconds: atRank(sorted, 0.5),
    p99Milliseconds: atRank(sorted, 0.99),
    changes: sorted.length,
  };
}

function atRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
