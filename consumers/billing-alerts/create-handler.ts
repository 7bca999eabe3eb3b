import type { AlertsResponses } from '../../wire/alerts-request';
import { answerOperator } from './answer-operator';
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

export interface BillingAlertsHandler {
  (event: KinesisEvent): Promise<BatchReply>;
  /** Whatever has no `Records` is an operator's request. */
  (event: unknown): Promise<BatchReply | AlertsResponses[keyof AlertsResponses]>;
}

/**
 * The consumer of the invoice table's changes: see `handleBatch` for what it guarantees, and
 * `wire/alerts-request` for what an operator asks of it.
 */
export function createHandler(options: BillingAlertsOptions): BillingAlertsHandler {
  const handler = async (event: unknown) => {
    if (!isBatch(event)) return answerOperator(event, options);
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
  return handler as BillingAlertsHandler;
}

function isBatch(event: unknown): event is KinesisEvent {
  return typeof event === 'object' && event !== null && 'Records' in event;
}
