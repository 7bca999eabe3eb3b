/** Does the work for every value, at most so many at once. The first failure ends it. */
export async function inParallel<Value>(
  limit: number,
  values: Iterable<Value>,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const next = values[Symbol.iterator]();
  const worker = async () => {
    for (let step = next.next(); step.done !== true; step = next.next()) await work(step.value);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
