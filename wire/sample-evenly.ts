/** At most so many of the values, spread over all of them, so that percentiles stay what they are. */
export function sampleEvenly(values: readonly number[], most: number): number[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, at) => {
    return values[Math.floor((at * values.length) / most)] ?? 0;
  });
}
