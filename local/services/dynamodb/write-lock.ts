/** Many shared holders, or one exclusive holder; served in the order in which they ask. */
export interface WriteLock {
  shared<T>(work: () => Promise<T>): Promise<T>;
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

export function createWriteLock(): WriteLock {
  let exclusive: Promise<void> = Promise.resolve();
  const shared = new Set<Promise<void>>();
  return {
    shared: (work) => {
      const running = exclusive.then(work);
      const done = settled(running).then(() => {
        shared.delete(done);
      });
      shared.add(done);
      return running;
    },
    exclusive: (work) => {
      const running = Promise.all([exclusive, ...shared]).then(work);
      exclusive = settled(running);
      return running;
    },
  };
}

function settled(running: Promise<unknown>): Promise<void> {
  return running.then(
    () => undefined,
    () => undefined,
  );
}
