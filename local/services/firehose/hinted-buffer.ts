import { cancellation, type Cancellation } from '../../cancellation';
import type { Clock } from '../../clock';

export interface BufferHints {
  /** Full at this many bytes. */
  bytesMax: number;
  /** Or so long after the first item came; 0 hands on what is there at once. */
  intervalMs: number;
}

export interface HintedBuffer<Item> {
  /**
   * Undefined where there is room, so that an item costs no promise; else resolves once the batch that was
   * full has been handed on: so a full buffer holds back its source.
   */
  add(item: Item, bytes: number): Promise<void> | undefined;
  /** Resolves when everything handed on so far is done. */
  idle(): Promise<void>;
}

/** Gathers items by size or interval and hands them on, one batch after the other, in order. */
export function hintedBuffer<Item>(options: {
  clock: Clock;
  hints: BufferHints;
  signal: AbortSignal;
  deliver(items: Item[]): Promise<void>;
}): HintedBuffer<Item> {
  const { clock, hints, signal } = options;
  let items: Item[] = [];
  let bytes = 0;
  let timer: Cancellation | undefined;
  let delivering: Promise<void> = Promise.resolve();

  const handOn = () => {
    timer?.cancel();
    timer = undefined;
    const batch = items;
    items = [];
    bytes = 0;
    if (batch.length > 0) {
      delivering = delivering.then(() => options.deliver(batch));
      delivering.catch(() => undefined);
    }
    return delivering;
  };
  const startTimer = () => {
    timer = cancellation(signal);
    void clock
      .wait(hints.intervalMs, timer.signal)
      .then(handOn)
      .catch(() => undefined);
  };
  const take = (item: Item, itemBytes: number): Promise<void> | undefined => {
    items.push(item);
    bytes += itemBytes;
    if (bytes >= hints.bytesMax) return handOn();
    if (timer === undefined) startTimer();
    return undefined;
  };
  return {
    add: (item, itemBytes) => {
      const isOver = items.length > 0 && bytes + itemBytes > hints.bytesMax;
      return isOver ? handOn().then(() => take(item, itemBytes)) : take(item, itemBytes);
    },
    idle: () => delivering,
  };
}
