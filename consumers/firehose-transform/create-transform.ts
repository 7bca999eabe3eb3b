import { answerRecords } from './answer-records';
import type { Flatten, ReportUnreadable } from './answer-records';
import type { TransformEvent, TransformReply } from './transform-event';

export interface TransformReports {
  reportUnreadable: ReportUnreadable;
  /** Once an invocation, after its records. */
  invocationDone: (counts: { rows: number; unreadable: number }) => void;
}

/** A transform of Firehose: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export function createTransform(
  flatten: Flatten,
  { reportUnreadable, invocationDone }: TransformReports,
): (event: TransformEvent) => Promise<TransformReply> {
  return (event) => {
    const reply = answerRecords(event, flatten, reportUnreadable);
    const count = (result: string) => reply.records.filter((r) => r.result === result).length;
    invocationDone({ rows: count('Ok'), unreadable: count('ProcessingFailed') });
    return Promise.resolve(reply);
  };
}
