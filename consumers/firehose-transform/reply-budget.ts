import type { TransformedRecord } from './transform-event';

/**
 * Lambda's answer may hold 6 MB (6,291,456 bytes), base64 and JSON around it counted:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const REPLY_BYTES_MAX = 6 * 1024 * 1024;

const ENVELOPE_BYTES = Buffer.byteLength('{"records":[]}');
/** The comma and the longest result without data. */
const FAILED_ENTRY_BYTES = Buffer.byteLength('{"recordId":"","result":"ProcessingFailed"},');
/** What `"Ok"` with data takes on top: `"Ok","data":""` for `"ProcessingFailed"`. */
const OK_ENTRY_BYTES = Buffer.byteLength('{"recordId":"","result":"Ok","data":""},');

/**
 * Keeps the reply within the limit. Room for the shortest answer to every record is set aside first, so
 * that each record id is always answered; rows take what is left, and a row that no longer fits is
 * failed, which brings the record to the error output instead of failing its whole batch.
 */
export class ReplyBudget {
  #bytesLeft: number;

  constructor(recordIds: readonly string[], bytesMax = REPLY_BYTES_MAX) {
    const failed = recordIds.map(
      (id) => FAILED_ENTRY_BYTES + Buffer.byteLength(JSON.stringify(id)) - 2,
    );
    this.#bytesLeft = bytesMax - ENVELOPE_BYTES - failed.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** The record with its data, or undefined when it does not fit any more. */
  take(recordId: string, row: Buffer): TransformedRecord | undefined {
    const bytes = 4 * Math.ceil(row.length / 3) + OK_ENTRY_BYTES - FAILED_ENTRY_BYTES;
    if (bytes > this.#bytesLeft) return undefined;
    this.#bytesLeft -= bytes;
    return { recordId, result: 'Ok', data: row.toString('base64') };
  }
}
