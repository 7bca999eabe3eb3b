import { handleBatch } from './handle-batch';
import type { BatchWork, RecordOutcome } from './handle-batch';
import type { BatchReply, KinesisEvent } from './kinesis-event';

export type BillingAlertsOptions = Omit<BatchWork, 'report'> & {
  report: Omit<BatchWork['report'], 'outcome'> & {
    /** Once an invocation: how often each outcome came up. */
    batchDone: (counts: ReadonlyMap<RecordOutcome, number>) => void;
  };
};

/** The consumer of the invoice table's changes: see `handleBatch` for what it guarantees. */
export function createHandler(
  options: BillingAlertsOptions,
): (event: KinesisEvent) => Promise<BatchReply> {
  return async (event) => {
    const counts = new Map<RecordOutcome, number>();
    const outcome = (name: RecordOutcome) => void counts.set(name, (counts.get(name) ?? 0) + 1);
    const reply = await handleBatch(event, { ...options, report: { ...options.report, outcome } });
    options.report.batchDone(counts);
    return reply;
  };
}
