import type { SqlError } from '../sql-error';
import { BatchAborted } from './frame';
import type { Frame } from './frame';

/** End the batch and roll back the transaction: conversions of values that cannot be read, deadlocks. */
export const ROLLS_BACK: ReadonlySet<number> = new Set([
  235, 241, 242, 244, 245, 248, 295, 1205, 8114, 8169,
]);
/** End the batch, the transaction stays: names and syntax, THROW, what is outside the subset. */
const ENDS_BATCH: ReadonlySet<number> = new Set([
  102, 105, 137, 156, 195, 206, 207, 208, 209, 213, 257, 402, 529, 911, 4104, 4121, 8117, 8120,
  40517, 3930, 3998,
]);
const SEVERITY_FATAL = 20;

/** Reports an error that no TRY block catches; throws `BatchAborted` when it ends the batch. */
export function handleError(error: SqlError, frame: Frame): void {
  const { session, sink } = frame;
  sink.error(error);
  const rollsBack = ROLLS_BACK.has(error.number) || (session.xactAbort && !session.isRaised(error));
  if (rollsBack) session.rollback();
  const endsBatch =
    rollsBack ||
    ENDS_BATCH.has(error.number) ||
    frame.bindingErrors.has(error) ||
    session.isThrown(error) ||
    error.severity >= SEVERITY_FATAL;
  if (endsBatch) throw new BatchAborted(error.message);
  sink.done();
}
