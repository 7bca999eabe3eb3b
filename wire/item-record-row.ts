import type { RowForm } from './item-row';
import { canaryRow } from './item-row-text';
import type { ItemArrival } from './item-row-text';
import { BytesExceededError } from './item-text/byte-writer';
import { CanonicalReader } from './item-text/canonical-reader';
import { stringAt } from './item-text/json-bytes';
import { readChange } from './item-text/read-change';
import type { ReadChange } from './item-text/read-change';
import { RowWriter } from './item-text/row-writer';
import type { RowTexts } from './item-text/row-writer';

/**
 * What Firehose takes as one record, before base64:
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html
 */
const ROW_BYTES_MAX = 1000 * 1024;

/** The row of a record, or why it has none. */
export type ItemRecordRow = { row: Buffer; changedAt?: string | null } | { reason: string };

/**
 * Makes rows of the records of DynamoDB's Kinesis destination: `changeRow` of `decodeItemChange`, in
 * buffers that are used again and without a string in between, which halves the time. So each row stands
 * only until the next is made.
 */
export class ItemRecordRows {
  readonly #reader = new CanonicalReader(2);
  readonly #writer: RowWriter;

  constructor(form: RowForm) {
    this.#writer = new RowWriter(form, ROW_BYTES_MAX);
  }

  /** Never throws for what the record holds. */
  row(bytes: Uint8Array, arrival: ItemArrival): ItemRecordRow {
    const read = readChange(this.#reader, bytes);
    switch (read.kind) {
      case 'unreadable':
        return read;
      case 'canary':
        return { row: Buffer.from(canaryRow(read.id, arrival)) };
      case 'change':
        return this.#changeRow(read, arrival);
    }
  }

  #changeRow(read: ReadChange, arrival: ItemArrival): ItemRecordRow {
    const { keys, newImage, oldImage, time } = read;
    const source = this.#reader.bytes;
    const texts: RowTexts = {
      table: read.table,
      operation: read.operation,
      time: {
        position: time.position,
        change_time: time.changeTime,
        change_time_precision: time.changeTimePrecision,
      },
      eventId: read.eventId ?? 'null',
      size_bytes: read.sizeBytes,
      user_identity: read.userIdentity,
      arrival,
    };
    try {
      const row = this.#writer.write(texts, { source, keys, newImage, oldImage });
      return { row, changedAt: time.changeTime };
    } catch (error) {
      if (!(error instanceof BytesExceededError)) throw error;
      return { reason: tooLarge(stringAt(source, read.table.from), this.#reader.text(keys)) };
    }
  }
}

function tooLarge(table: string, keys: string): string {
  return `The row of ${keys} on ${table} is above the ${ROW_BYTES_MAX} bytes that Firehose takes`;
}
