import { bytesTogether } from '../../bytes-together';
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

interface AnsweredRecord {
  recordId: string;
  result: 'Ok' | 'Dropped' | 'ProcessingFailed';
  data?: string | null;
}

const RESULTS = new Set<unknown>(['Ok', 'Dropped', 'ProcessingFailed']);

/** By hand, since a schema costs more a record than all else that is done with the answer. */
function isAnsweredRecord(value: unknown): value is AnsweredRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { recordId, result, data = null } = value as Partial<Record<keyof AnsweredRecord, unknown>>;
  return (
    typeof recordId === 'string' &&
    RESULTS.has(result) &&
    (data === null || typeof data === 'string')
  );
}

function answeredRecords(payload: string): AnsweredRecord[] {
  const answer = JSON.parse(payload) as { records?: unknown } | null;
  const records: unknown = answer?.records;
  if (!Array.isArray(records)) {
    throw new TransformAnswerError(
      'Lambda.JsonProcessingException',
      "The function's answer has no list of records.",
    );
  }
  const at = records.findIndex((record) => !isAnsweredRecord(record));
  if (at < 0) return records as AnsweredRecord[];
  throw new TransformAnswerError(
    'Lambda.JsonProcessingException',
    `Record ${at + 1} of the function's answer is not a record id, a result and data.`,
  );
}

/**
 * Reads a transform's answer: every record id that was sent, exactly once.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 */
export function readTransformAnswer(
  payload: string,
  sent: readonly SourceRecord[],
): TransformedBatch {
  const records = answeredRecords(payload);
  const byId = new Map<string, AnsweredRecord>();
  for (const record of records) byId.set(record.recordId, record);
  if (byId.size !== records.length) {
    throw new TransformAnswerError('Lambda.DuplicatedRecordId', 'A record id was returned twice.');
  }
  const rows: { source: SourceRecord; text: string }[] = [];
  const dropped: SourceRecord[] = [];
  const failed: SourceRecord[] = [];
  for (const source of sent) {
    const found = byId.get(source.recordId);
    if (found === undefined) {
      throw new TransformAnswerError(
        'Lambda.MissingRecordId',
        `One or more record Ids were not returned, among them ${source.recordId}.`,
      );
    }
    if (found.result === 'Ok') rows.push({ source, text: found.data ?? '' });
    else if (found.result === 'Dropped') dropped.push(source);
    else failed.push(source);
  }
  if (records.length !== sent.length) {
    throw new TransformAnswerError(
      'Lambda.FunctionError',
      `The function returned ${records.length} records for ${sent.length}.`,
    );
  }
  const delivered = bytesTogether(rows, ({ text }) => text, 'base64').map(
    ([{ source }, data]): DeliverableRecord => ({ source, data }),
  );
  return { delivered, dropped, failed };
}
