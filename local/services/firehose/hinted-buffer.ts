import type { Clock } from '../../clock';

export interface BufferHints {
  /** Full at this many bytes. */
  bytesMax: number;
  /** Or so long after the first item came; 0 hands on what is there at once. */
  intervalMs: number;
}

export interface HintedBuffer<Item> {
  /** Resolves at once, or once the batch that it filled has been handed on: so a full buffer holds back its source. */
  add(item: Item, bytes: number): Promise<void>;
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
  let timer: AbortController | undefined;
  let delivering: Promise<void> = Promise.resolve();

  const handOn = () => {
    timer?.abort();
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
    timer = new AbortController();
    const either = AbortSignal.any([signal, timer.signal]);
    void clock
      .wait(hints.intervalMs, either)
      .then(handOn)
      .catch(() => undefined);
  };
  return {
    add: async (item, itemBytes) => {
      if (items.length > 0 && bytes + itemBytes > hints.bytesMax) await handOn();
      items.push(item);
      bytes += itemBytes;
      if (bytes >= hints.bytesMax) await handOn();
      else if (timer === undefined) startTimer();
    },
    idle: () => delivering,
  };
}
