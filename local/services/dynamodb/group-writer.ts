/** Hands each entry on, in order; resolves once it is written. */
export type GroupWriter<Entry> = (entry: Entry) => Promise<void>;

interface Waiting<Entry> {
  entry: Entry;
  written: () => void;
  failed: (error: unknown) => void;
}

/** Writes one group at a time: what comes while one is under way goes together into the next. */
export function groupWriter<Entry>(write: (group: Entry[]) => Promise<void>): GroupWriter<Entry> {
  let waiting: Waiting<Entry>[] = [];
  let isWriting = false;
  const run = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.map(({ entry }) => entry));
        for (const { written } of group) written();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    isWriting = false;
  };
  return (entry) =>
    new Promise((written, failed) => {
      waiting.push({ entry, written, failed });
      if (!isWriting) void run();
    });
}
