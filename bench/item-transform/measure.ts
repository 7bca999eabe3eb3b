import type { Transform } from './contenders';

export interface Measured {
  plainRowsPerSecond: number;
  tributaryRowsPerSecond: number;
  ratio: number;
}

export interface Contenders {
  plain: Transform;
  tributary: Transform;
}

/** Medians over rounds in which the two take turns, so that what else the machine does meets both. */
export function measure(
  { plain, tributary }: Contenders,
  data: readonly string[],
  rounds: number,
): Measured {
  const times: { plain: number; tributary: number }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const time = { plain: seconds(plain, data), tributary: seconds(tributary, data) };
    // The first round is for the compiler.
    if (round >= 0) times.push(time);
  }
  return {
    plainRowsPerSecond: data.length / median(times.map((time) => time.plain)),
    tributaryRowsPerSecond: data.length / median(times.map((time) => time.tributary)),
    ratio: median(times.map((time) => time.plain / time.tributary)),
  };
}

function seconds(transform: Transform, data: readonly string[]): number {
  const startedAt = process.hrtime.bigint();
  let characters = 0;
  for (const record of data) characters += transform(record).length;
  const nanoseconds = process.hrtime.bigint() - startedAt;
  if (characters === 0) throw new Error('A transform made nothing of all records');
  return Number(nanoseconds) / 1e9;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
