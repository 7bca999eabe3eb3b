import { foldingLog } from '../../storage/folding-log';
import type { Log } from '../../storage/storage';

export interface AsyncEvent {
  requestId: string;
  functionArn: string;
  payload: string;
  acceptedMs: number;
}

type Entry = { accepted: AsyncEvent } | { finished: string };

/** The asynchronous events of one function that were accepted and are not finished. */
export interface UnfinishedEvents {
  /** What an earlier run left. */
  load(): Promise<AsyncEvent[]>;
  /** Resolves once the event survives a crash. */
  accept(event: AsyncEvent): Promise<void>;
  finish(requestId: string): Promise<void>;
}

export function unfinishedEvents(store: Log): UnfinishedEvents {
  const events = new Map<string, AsyncEvent>();
  const living = () => [...events.values()].map((accepted) => encode({ accepted }));
  const log = foldingLog(store, living);
  return {
    load: async () => {
      for await (const bytes of log.read()) {
        const entry = JSON.parse(Buffer.from(bytes).toString()) as Entry;
        if ('accepted' in entry) events.set(entry.accepted.requestId, entry.accepted);
        else events.delete(entry.finished);
      }
      const left = [...events.values()];
      await log.rewrite(living());
      return left;
    },
    accept: async (event) => {
      events.set(event.requestId, event);
      try {
        await log.append(encode({ accepted: event }));
      } catch (error) {
        events.delete(event.requestId);
        throw error;
      }
    },
    finish: async (requestId) => {
      events.delete(requestId);
      await log.append(encode({ finished: requestId }));
    },
  };
}

function encode(entry: Entry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}
