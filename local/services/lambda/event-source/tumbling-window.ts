import type { OpenWindow } from '../../shard-reader/checkpoints';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
const STATE_BYTES_MAX = 1024 * 1024;

export interface WindowMembers {
  window: { start: string; end: string };
  state: unknown;
  shardId: string;
  eventSourceARN: string;
  isFinalInvokeForWindow: boolean;
  isWindowTerminatedEarly: boolean;
}

export const windowStartMs = (arrivalMs: number, windowSeconds: number): number =>
  Math.floor(arrivalMs / (windowSeconds * 1000)) * windowSeconds * 1000;

/** What an event of a tumbling window carries besides its records. */
export function windowMembers(
  open: OpenWindow,
  shard: { shardId: string; streamArn: string; windowSeconds: number },
  isFinal: boolean,
): WindowMembers {
  const endMs = open.startMs + shard.windowSeconds * 1000;
  return {
    window: { start: withoutMilliseconds(open.startMs), end: withoutMilliseconds(endMs) },
    state: open.state,
    shardId: shard.shardId,
    eventSourceARN: shard.streamArn,
    isFinalInvokeForWindow: isFinal,
    isWindowTerminatedEarly: isFinal && isTooLarge(open.state),
  };
}

export const isTooLarge = (state: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(state)) > STATE_BYTES_MAX;

/** The state a function hands on; undefined where its answer has none, which fails the invocation. */
export function nextState(payload: string): unknown {
  return (JSON.parse(payload) as { state?: unknown } | null)?.state;
}

const withoutMilliseconds = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace('.000Z', 'Z');
