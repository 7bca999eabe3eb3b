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
   * Undefined where there is room, so that an item costs no promise; else resolves once the next batch could be
   * delivered at once: so a full buffer holds back its source.
   */
  add(item: Item, bytes: number): Promise<void> | undefined;
  /** Resolves when everything handed on so far is done. */
  idle(): Promise<void>;
}

/** Gathers items by size or interval and hands them on. */
export function hintedBuffer<Item>(options: {
  clock: Clock;
  hints: BufferHints;
  signal: AbortSignal;
  /** Batches under way together; only 1 keeps their order. */
  deliveriesAtOnce: number;
  deliver(items: Item[]): Promise<void>;
}): HintedBuffer<Item> {
  const { clock, hints, signal } = options;
  let items: Item[] = [];
  let bytes = 0;
  let timer: Cancellation | undefined;
  /** The last ones, oldest first. */
  const deliveries: Promise<void>[] = [];

  const handOn = (): Promise<void> | undefined => {
    timer?.cancel();
    timer = undefined;
    const batch = items;
    items = [];
    bytes = 0;
    if (batch.length > 0) {
      const before = deliveries.length < options.deliveriesAtOnce ? undefined : deliveries.shift();
      const delivery = (before ?? Promise.resolve()).then(() => options.deliver(batch));
      delivery.catch(() => undefined);
      deliveries.push(delivery);
    }
    return deliveries.length < options.deliveriesAtOnce ? undefined : deliveries[0];
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
      const full = isOver ? handOn() : undefined;
      return full === undefined ? take(item, itemBytes) : full.then(() => take(item, itemBytes));
    },
    idle: async () => {
      await Promise.all(deliveries);
    },
  };
}
