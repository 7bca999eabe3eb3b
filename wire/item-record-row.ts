import type { RowForm } from './item-row';
import { canaryRow } from './item-row-text';
import type { ItemArrival } from './item-row-text';
import { BytesExceededError } from './item-text/byte-writer';
import { CanonicalReader } from './item-text/canonical-reader';
import { readChange } from './item-text/read-change';
import { changeFacts, RowWriter } from './item-text/row-writer';

/**
 * What Firehose takes as one record, before base64:
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html
 */
const ROW_BYTES_MAX = 1000 * 1024;

/** The row of a record, or why it has none. */
export type ItemRecordRow = { row: Buffer } | { reason: string };

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
        try {
          const { facts, keys, newImage, oldImage } = read;
          const items = { source: this.#reader.bytes, keys, newImage, oldImage };
          return { row: this.#writer.write(changeFacts(facts, arrival), items) };
        } catch (error) {
          if (!(error instanceof BytesExceededError)) throw error;
          return { reason: tooLarge(read.facts.table, this.#reader.text(read.keys)) };
        }
    }
  }
}

function tooLarge(table: string, keys: string): string {
  return `The row of ${keys} on ${table} is above the ${ROW_BYTES_MAX} bytes that Firehose takes`;
}
