import { cancellation } from '../../../cancellation';
import type { Clock } from '../../../clock';

export interface BatchItem {
  /** Of the record as it stands in the invocation. */
  bytes: number;
}

export interface BatchLimits<Item> {
  recordsMax: number;
  windowMs: number;
  /** Records of one batch stand together, e.g. in one tumbling window. */
  together(first: Item, other: Item): boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html: a batch's payload is at most 6 MB. */
const BATCH_BYTES_MAX = 6 * 1024 * 1024 - 64 * 1024;

export interface BatchQueue<Item extends BatchItem> {
  push(items: readonly Item[]): void;
  /** No more will be pushed: what is there is a batch. */
  close(): void;
  /** The next batch; undefined once closed and empty. Rejects when aborted. */
  next(signal: AbortSignal): Promise<Item[] | undefined>;
  size(): number;
  /** Resolves when a batch has been taken. */
  taken(signal: AbortSignal): Promise<void>;
}

/** Gathers records into batches: full by count or bytes, or when the window over the first one ends. */
export function batchQueue<Item extends BatchItem>(
  clock: Clock,
  limits: BatchLimits<Item>,
): BatchQueue<Item> {
  let items: Item[] = [];
  let closed = false;
  const pushed = notifier();
  const taken = notifier();

  const ready = () => nextBatch(items, limits, closed);

  const waitUntilFull = async (signal: AbortSignal) => {
    const enough = cancellation(signal);
    const window = clock.wait(limits.windowMs, enough.signal);
    const isOver = window.then(
      () => true,
      () => true,
    );
    const hasMore = () => pushed.next().then(() => false);
    while (!ready().isFull && !(await Promise.race([isOver, hasMore()])));
    enough.cancel();
    await isOver;
    signal.throwIfAborted();
  };

  return {
    size: () => items.length,
    taken: (signal) => orAbort(taken.next(), signal),
    push: (more) => {
      items.push(...more);
      pushed.notify();
    },
    close: () => {
      closed = true;
      pushed.notify();
    },
    next: async (signal) => {
      while (items.length === 0 && !closed) await orAbort(pushed.next(), signal);
      if (items.length === 0) return undefined;
      if (limits.windowMs > 0 && !ready().isFull) await waitUntilFull(signal);
      const { count } = ready();
      const batch = items.slice(0, count);
      items = items.slice(count);
      taken.notify();
      return batch;
    },
  };
}

/** How many of the first items make a batch; `isFull` where no later one would join them. */
function nextBatch<Item extends BatchItem>(
  items: readonly Item[],
  limits: BatchLimits<Item>,
  closed: boolean,
): { count: number; isFull: boolean } {
  let bytes = 0;
  let count = 0;
  for (const item of items) {
    const first = items[0] ?? item;
    const isApart = !limits.together(first, item);
    if (count > 0 && (isApart || bytes + item.bytes > BATCH_BYTES_MAX)) {
      return { count, isFull: true };
    }
    bytes += item.bytes;
    count += 1;
    if (count === limits.recordsMax) return { count, isFull: true };
  }
  return { count, isFull: closed };
}

/** Wakes everyone who waits. */
function notifier() {
  let { promise, resolve } = deferred();
  return {
    next: () => promise,
    notify: () => {
      resolve();
      ({ promise, resolve } = deferred());
    },
  };
}

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

async function orAbort(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
