import type { SourceRecord } from './source-record';

export interface TransformFailure {
  attempts: number;
  code: string;
  message: string;
  endedMs: number;
  lambdaArn: string;
}

/**
 * One line of an object under `processing-failed/`; `rawData` is the record as it came.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function errorLine(record: SourceRecord, failure: TransformFailure): string {
  return `${JSON.stringify({
    attemptsMade: failure.attempts,
    arrivalTimestamp: record.arrivalMs,
    errorCode: failure.code,
    errorMessage: failure.message,
    attemptEndingTimestamp: failure.endedMs,
    rawData: Buffer.from(record.data).toString('base64'),
    lambdaArn: failure.lambdaArn,
  })}\n`;
}
