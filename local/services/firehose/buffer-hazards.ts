import type { Hazards } from '../../hazards/hazards';
import type { BufferHints } from './hinted-buffer';

/** A buffer as it is delivered: whole, or in two. */
export function bufferParts<Item>(hazards: Hazards, items: Item[]): Item[][] {
  if (items.length < 2 || !hazards.strikes('firehose-splits-buffer')) return [items];
  const at = 1 + hazards.below(items.length - 1);
  return [items.slice(0, at), items.slice(at)];
}

/** Hints are no promise: how much longer than its interval a buffer waits. */
export function deliveryDelayMs(hazards: Hazards, { intervalMs }: BufferHints): number {
  return hazards.strikes('firehose-delays-buffer')
    ? hazards.below(Math.floor(intervalMs / 2) + 1)
    : 0;
}
