import { handleBatch } from './handle-batch';
import type { BatchWork, RecordOutcome } from './handle-batch';
import type { BatchReply, KinesisEvent } from './kinesis-event';

export type BillingAlertsOptions = Omit<BatchWork, 'report'> & {
  report: Omit<BatchWork['report'], 'outcome'> & {
    /** Once an invocation: how often each outcome came up, and how long each sent alert took from its arrival. */
    batchDone: (
      counts: ReadonlyMap<RecordOutcome, number>,
      arrivalToAlertMilliseconds: readonly number[],
    ) => void;
  };
};

/** The consumer of the invoice table's changes: see `handleBatch` for what it guarantees. */
export function createHandler(
  options: BillingAlertsOptions,
): (event: KinesisEvent) => Promise<BatchReply> {
  return async (event) => {
    const counts = new Map<RecordOutcome, number>();
    const lags: number[] = [];
    const outcome = (name: RecordOutcome, sinceArrival?: number) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (name === 'sent' && sinceArrival !== undefined) lags.push(sinceArrival);
    };
    const reply = await handleBatch(event, { ...options, report: { ...options.report, outcome } });
    options.report.batchDone(counts, lags);
    return reply;
  };
}
