import { answerRecords } from './answer-records';
import type { Flatten, Flattened, ReportUnreadable } from './answer-records';
import type { Arrival } from './arrival';
import type { TransformEvent, TransformReply } from './transform-event';

export interface TransformReports {
  reportUnreadable: ReportUnreadable;
  /** Once an invocation, after its records; `lagMilliseconds`: from each change to its arrival in the stream. */
  invocationDone: (counts: {
    rows: number;
    unreadable: number;
    lagMilliseconds: readonly number[];
  }) => void;
}

/** A transform of Firehose: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export function createTransform(
  flatten: Flatten,
  { reportUnreadable, invocationDone }: TransformReports,
): (event: TransformEvent) => Promise<TransformReply> {
  return (event) => {
    const lagMilliseconds: number[] = [];
    const timed: Flatten = (bytes, arrival) => {
      const flattened = flatten(bytes, arrival);
      const lag = lagOf(flattened, arrival);
      if (lag !== undefined) lagMilliseconds.push(lag);
      return flattened;
    };
    const reply = answerRecords(event, timed, reportUnreadable);
    const count = (result: string) => reply.records.filter((r) => r.result === result).length;
    const rows = count('Ok');
    invocationDone({ rows, unreadable: count('ProcessingFailed'), lagMilliseconds });
    return Promise.resolve(reply);
  };
}

/** Undefined where the record tells no time of a change. */
function lagOf(flattened: Flattened, { arrival_time }: Arrival): number | undefined {
  if (flattened === 'dropped' || 'reason' in flattened) return undefined;
  const lag = Date.parse(arrival_time) - Date.parse(flattened.changedAt ?? '');
  return Number.isNaN(lag) ? undefined : lag;
}
