/** What a function's answer says about its batch. */
export type BatchVerdict =
  { kind: 'succeeded' } | { kind: 'failed' } | { kind: 'failed-from'; index: number };

/**
 * Reads the answer of a function that reports batch item failures. The lowest sequence number counts,
 * compared as a number; an identifier that is empty or not in the batch fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function judgeBatch(payload: string, sequenceNumbers: readonly string[]): BatchVerdict {
  const answer = JSON.parse(payload) as unknown;
  if (answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0)) {
    return { kind: 'succeeded' };
  }
  if (typeof answer !== 'object' || Array.isArray(answer)) return { kind: 'failed' };
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return { kind: 'failed' };
  const indexes = failures.map((item) => sequenceNumbers.indexOf(identifierOf(item)));
  if (indexes.length === 0) return { kind: 'succeeded' };
  if (indexes.includes(-1)) return { kind: 'failed' };
  return { kind: 'failed-from', index: lowest(indexes, sequenceNumbers) };
}

function identifierOf(item: unknown): string {
  const identifier = (item as { itemIdentifier?: unknown } | null)?.itemIdentifier;
  return typeof identifier === 'string' ? identifier : '';
}

function lowest(indexes: readonly number[], sequenceNumbers: readonly string[]): number {
  const numberAt = (index: number) => BigInt(sequenceNumbers[index] ?? '0');
  return indexes.reduce((least, index) => (numberAt(index) < numberAt(least) ? index : least));
}
