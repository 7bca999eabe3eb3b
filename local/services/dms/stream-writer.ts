import type { Caller, Dispatcher } from '../../endpoint/dispatch';
import { passesByItself } from '../../endpoint/passes-by-itself';
import { bytesTogether } from '../../bytes-together';
import type { Clock } from '../../clock';
import { PUT_BYTES_MAX, PUT_RECORDS_MAX } from '../kinesis/limits';
import type { StreamRecord } from './record';

const RETRY_MILLISECONDS = 100;

interface PutRecordsOutput {
  FailedRecordCount?: number;
  Records: { ErrorCode?: string }[];
}

/** Writes records to the target stream in order; resolves when the stream has acknowledged all of them. */
export interface StreamWriter {
  write(records: readonly StreamRecord[], signal: AbortSignal): Promise<void>;
}

/**
 * Refused entries are sent again until they pass, as the task does, and a whole call that was throttled or
 * stayed without an answer too, which may repeat it. PutRecords keeps no order after a partial failure, so
 * entries behind a refused one may stand before it in the shard.
 */
export function streamWriter(target: {
  dispatcher: Dispatcher;
  clock: Clock;
  caller: Caller;
  streamArn: string;
}): StreamWriter {
  const put = async (entries: Entry[], signal: AbortSignal): Promise<void> => {
    let pending = entries;
    while (pending.length > 0) {
      const call = target.dispatcher.dispatch({
        caller: target.caller,
        service: 'kinesis',
        action: 'PutRecords',
        input: { StreamARN: target.streamArn, Records: pending },
      }) as Promise<PutRecordsOutput>;
      const output = await call.catch(unlessTransient);
      if (output !== undefined) {
        pending = pending.filter((_, at) => output.Records[at]?.ErrorCode !== undefined);
      }
      if (pending.length > 0) await target.clock.wait(RETRY_MILLISECONDS, signal);
    }
  };
  return {
    write: async (records, signal) => {
      for (const entries of requests(records)) await put(entries, signal);
    },
  };
}

/** Undefined for a failure that passes by itself; any other is thrown on. */
function unlessTransient(error: unknown): undefined {
  if (!passesByItself(error)) throw error;
}

interface Entry {
  Data: Uint8Array;
  PartitionKey: string;
}

function* requests(records: readonly StreamRecord[]): Generator<Entry[]> {
  let entries: Entry[] = [];
  let bytes = 0;
  for (const [{ partitionKey }, data] of bytesTogether(records, ({ json }) => json)) {
    const entry = { Data: data, PartitionKey: partitionKey };
    const size = data.length + Buffer.byteLength(partitionKey);
    if (entries.length === PUT_RECORDS_MAX || bytes + size > PUT_BYTES_MAX) {
      yield entries;
      entries = [];
      bytes = 0;
    }
    entries.push(entry);
    bytes += size;
  }
  if (entries.length > 0) yield entries;
}
