/** Medians over rounds in which the contenders take turns, so that what else the machine does meets all. */
export async function inTurns<Name extends string>(
  contenders: Record<Name, () => Promise<number> | number>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const found = Object.fromEntries(
    names.map((name) => [name, [] as number[]]),
  ) as unknown as Record<Name, number[]>;
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const value = await contenders[name]();
      // The first round is for the compiler and the caches.
      if (round >= 0) found[name].push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(found[name])])) as Record<
    Name,
    number
  >;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** `share` from 0 to 1; of no numbers it is NaN. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export async function seconds(work: () => unknown): Promise<number> {
  const startedAt = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - startedAt) / 1e9;
}

export async function rowsPerSecond(rows: number, work: () => unknown): Promise<number> {
  return rows / (await seconds(work));
}
