import { compareUtf8 } from '../../local/storage/compare-utf8';
import { logsIn } from '../../local/storage/memory-storage';
import type { FileTree, Log, Storage } from '../../local/storage/storage';
import type { DurableState } from './durable-state';
import type { Life } from './life';
import { digestOf, type Trace } from './trace';

/** Storage in memory that a life writes to, and the next one finds as a crash left it. */
export function simulatedStorage(state: DurableState, life: Life, trace: Trace): Storage {
  return {
    log: (name) => simulatedLog({ name, entries: found(state.logs, name, () => []), life, trace }),
    logs: (folder) => life.within(Promise.resolve(logsIn(state.logs.keys(), folder))),
    removeLog: (name) =>
      life.write(() => {
        state.logs.delete(name);
        trace.note(`remove ${name}`);
      }),
    files: (name) =>
      simulatedFiles({
        name,
        content: found(state.trees, name, () => new Map<string, Uint8Array>()),
        life,
        trace,
      }),
    close: () => Promise.resolve(),
  };
}

function found<T>(known: Map<string, T>, name: string, create: () => T): T {
  const value = known.get(name) ?? create();
  known.set(name, value);
  return value;
}

interface Place {
  name: string;
  life: Life;
  trace: Trace;
}

function simulatedLog(place: Place & { entries: Uint8Array[] }): Log {
  const { name, entries, life, trace } = place;
  return {
    append: (entry) => {
      const kept = Uint8Array.from(entry);
      return life.write(
        () => {
          entries.push(kept);
          trace.note(`append ${name} ${digestOf(kept)}`);
        },
        entries.length === 0 ? 'first' : 'further',
      );
    },
    read: async function* () {
      yield* await life.within(Promise.resolve([...entries]));
    },
    rewrite: (replacement) => {
      const kept = [...replacement].map((entry) => Uint8Array.from(entry));
      return life.write(() => {
        entries.splice(0, entries.length, ...kept);
        trace.note(`rewrite ${name} ${kept.length}`);
      });
    },
  };
}

function simulatedFiles(place: Place & { content: Map<string, Uint8Array> }): FileTree {
  const { name, content, life, trace } = place;
  return {
    write: (key, bytes) => {
      const kept = Uint8Array.from(bytes);
      return life.write(() => {
        content.set(key, kept);
        trace.note(`write ${name} ${key} ${digestOf(kept)}`);
      });
    },
    read: (key) => life.within(Promise.resolve(content.get(key))),
    delete: (key) =>
      life.write(() => {
        content.delete(key);
        trace.note(`delete ${name} ${key}`);
      }),
    list: (prefix) =>
      life.within(
        Promise.resolve(
          [...content.keys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8),
        ),
      ),
    location: () => undefined,
  };
}
