import { setMaxListeners } from 'node:events';

/** Ends a wait that nobody needs any more. */
export interface Cancellation {
  signal: AbortSignal;
  cancel(): void;
}

/** One for all: `abort()` without a reason makes an exception with a stack each time. */
const NOT_NEEDED = new Error('nobody waits for this any more');

/**
 * With a parent, the signal also aborts when the parent does, at once where it already has. The parent holds on to
 * it until it is cancelled.
 */
export function cancellation(parent?: AbortSignal): Cancellation {
  const controller = new AbortController();
  if (parent === undefined) {
    return { signal: controller.signal, cancel: () => controller.abort(NOT_NEEDED) };
  }
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  // Many waits end with one task; that is no leak.
  setMaxListeners(0, parent);
  parent.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    cancel: () => {
      parent.removeEventListener('abort', follow);
      controller.abort(NOT_NEEDED);
    },
  };
}
