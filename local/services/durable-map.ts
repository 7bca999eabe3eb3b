import { foldingLog } from '../storage/folding-log';
import type { Log } from '../storage/storage';

/**
 * Records of a service by key, in memory for reading and in a log so that a restart finds them.
 * `set` and `delete` resolve once written. Call `loaded` before the first read.
 */
export interface DurableMap<Value> {
  loaded(): Promise<void>;
  get(key: string): Value | undefined;
  values(): Value[];
  entries(): [string, Value][];
  set(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

interface Entry {
  key: string;
  value?: unknown;
}

/** Values are plain JSON data; an entry without a value is a deletion. */
export function durableMap<Value>(store: Log): DurableMap<Value> {
  const records = new Map<string, Value>();
  const log = foldingLog(store, () => living(records));
  let loading: Promise<void> | undefined;
  return {
    loaded: () => (loading ??= load(log, records)),
    get: (key) => records.get(key),
    values: () => [...records.values()],
    entries: () => [...records],
    set: (key, value) => {
      const before = records.get(key);
      records.set(key, value);
      return orUndo(log.append(encode({ key, value })), () => {
        if (records.get(key) === value) restore(records, key, before);
      });
    },
    delete: (key) => {
      const before = records.get(key);
      records.delete(key);
      return orUndo(log.append(encode({ key })), () => {
        if (!records.has(key)) restore(records, key, before);
      });
    },
  };
}

/** What could not be written is not so: a restart would not find it either. */
async function orUndo(written: Promise<void>, undo: () => void): Promise<void> {
  try {
    await written;
  } catch (error) {
    undo();
    throw error;
  }
}

function restore<Value>(records: Map<string, Value>, key: string, before: Value | undefined): void {
  if (before === undefined) records.delete(key);
  else records.set(key, before);
}

async function load<Value>(log: Log, records: Map<string, Value>): Promise<void> {
  let read = 0;
  for await (const bytes of log.read()) {
    const { key, value } = JSON.parse(Buffer.from(bytes).toString()) as Entry;
    if (value === undefined) records.delete(key);
    else records.set(key, value as Value);
    read += 1;
  }
  const stale = read - records.size;
  if (stale > records.size + 100) {
    await log.rewrite(living(records));
  }
}

function living<Value>(records: Map<string, Value>): Uint8Array[] {
  return [...records].map(([key, value]) => encode({ key, value }));
}

function encode(entry: Entry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}
