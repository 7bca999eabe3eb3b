import { createHash } from 'node:crypto';

/** Everything that happened in a run, as one hash; the lines themselves where they are asked for. */
export interface Trace {
  note(line: string): void;
  hash(): string;
  lines: readonly string[];
}

export function createTrace(now: () => number, { keepLines }: { keepLines: boolean }): Trace {
  const hash = createHash('sha256');
  const lines: string[] = [];
  return {
    lines,
    note: (line) => {
      const timed = `${now()} ${line}`;
      hash.update(`${timed}\n`);
      if (keepLines) lines.push(timed);
    },
    hash: () => hash.copy().digest('hex').slice(0, 16),
  };
}

/** A short name for any value that a call may give: equal values have equal names. */
export function digestOf(value: unknown): string {
  const text =
    value instanceof Uint8Array
      ? value
      : (JSON.stringify(value, withoutStreams) as string | undefined);
  return createHash('sha256')
    .update(text ?? 'undefined')
    .digest('hex')
    .slice(0, 12);
}

function withoutStreams(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? String(value) : value;
}
