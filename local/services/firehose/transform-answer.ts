import { z } from 'zod';
import type { DeliverableRecord, SourceRecord } from './source-record';

export interface TransformedBatch {
  delivered: DeliverableRecord[];
  dropped: SourceRecord[];
  failed: SourceRecord[];
}

/** The function broke the contract: the whole batch counts as failed. */
export class TransformAnswerError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const answer = z.object({
  records: z.array(
    z.object({
      recordId: z.string(),
      result: z.enum(['Ok', 'Dropped', 'ProcessingFailed']),
      data: z.string().nullish(),
    }),
  ),
});

/**
 * Reads a transform's answer: every record id that was sent, exactly once.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 */
export function readTransformAnswer(
  payload: string,
  sent: readonly SourceRecord[],
): TransformedBatch {
  const parsed = answer.safeParse(JSON.parse(payload));
  if (!parsed.success) {
    throw new TransformAnswerError(
      'Lambda.JsonProcessingException',
      `The function's answer is not a list of records: ${parsed.error.issues[0]?.message ?? ''}`,
    );
  }
  const { records } = parsed.data;
  const byId = new Map(records.map((record) => [record.recordId, record]));
  if (byId.size !== records.length) {
    throw new TransformAnswerError('Lambda.DuplicatedRecordId', 'A record id was returned twice.');
  }
  const batch: TransformedBatch = { delivered: [], dropped: [], failed: [] };
  for (const source of sent) {
    const found = byId.get(source.recordId);
    if (found === undefined) {
      throw new TransformAnswerError(
        'Lambda.MissingRecordId',
        `One or more record Ids were not returned, among them ${source.recordId}.`,
      );
    }
    if (found.result === 'Ok') {
      batch.delivered.push({ source, data: Buffer.from(found.data ?? '', 'base64') });
    } else if (found.result === 'Dropped') batch.dropped.push(source);
    else batch.failed.push(source);
  }
  if (records.length === sent.length) return batch;
  throw new TransformAnswerError(
    'Lambda.FunctionError',
    `The function returned ${records.length} records for ${sent.length}.`,
  );
}
