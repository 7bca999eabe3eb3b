import { imageHash } from '../image-hash';
import type { ItemRow, RowForm } from '../item-row';
import { ByteWriter } from './byte-writer';
import { ColumnWriter } from './column-writer';
import { CLOSE_BRACE, QUOTE } from './json-bytes';
import type { Place } from './place';

/** The items of a row in canonical form, in one buffer. */
export interface RowItems {
  source: Buffer;
  keys: Place;
  newImage: Place | undefined;
  oldImage: Place | undefined;
}

/** JSON text: itself, or where it stands in the buffer of the row's items. */
export type JsonText = string | Place;

/** The fixed columns that do not come of the row's items. */
export interface RowTexts {
  table: JsonText;
  operation: ItemRow['operation'];
  time: Pick<ItemRow, 'position' | 'change_time' | 'change_time_precision'>;
  eventId: JsonText;
  size_bytes: string | null;
  user_identity: string | null;
  arrival: Pick<ItemRow, 'shard_id' | 'sequence_number' | 'arrival_time'>;
}

const LINE_FEED = 0x0a;
const NULL = Buffer.from('null');
const TABLE_NAME = Buffer.from('{"table_name":');
const ROW_JSON = Buffer.from(',"row_json":');
const BEFORE_JSON = Buffer.from(',"before_json":');
/** Text without anything to escape is most of it, and quickly told. */
const PLAIN = /^[\w .:/-]*$/;

/** Writes rows, one at a time, into a buffer of its own. */
export class RowWriter {
  readonly #out: ByteWriter;
  readonly #attributes: ColumnWriter;
  readonly #form: RowForm;

  constructor(form: RowForm, bytesMax = Infinity) {
    this.#out = new ByteWriter(bytesMax);
    this.#attributes = new ColumnWriter(this.#out, form.lists);
    this.#form = form;
  }

  /** The row as a line; it stands there until the next one is written. */
  write(texts: RowTexts, items: RowItems): Buffer {
    const out = this.#out;
    const { source, keys, newImage, oldImage } = items;
    const { time, arrival } = texts;
    out.clear();
    out.copy(TABLE_NAME);
    this.#json(source, texts.table);
    out.text(`,"operation":"${texts.operation}","key_json":`);
    this.#item(source, keys);
    out.copy(ROW_JSON);
    this.#item(source, newImage);
    out.copy(BEFORE_JSON);
    this.#item(source, this.#form.oldImage ? oldImage : undefined);
    out.text(
      `,"position":${quoted(time.position)},"change_time":${quoted(time.change_time)}` +
        `,"change_time_precision":${quoted(time.change_time_precision)},"event_id":`,
    );
    this.#json(source, texts.eventId);
    out.text(
      `,"size_bytes":${quoted(texts.size_bytes)},"old_hash":${hashOf(source, oldImage)}` +
        `,"new_hash":${hashOf(source, newImage)},"user_identity":${json(texts.user_identity)}` +
        `,"shard_id":${json(arrival.shard_id)},"sequence_number":${json(arrival.sequence_number)}` +
        `,"arrival_time":${quoted(arrival.arrival_time)}`,
    );
    this.#attributes.item(source, newImage ?? keys);
    out.byte(CLOSE_BRACE);
    out.byte(LINE_FEED);
    return out.written();
  }

  #json(source: Buffer, text: JsonText): void {
    if (typeof text === 'string') this.#out.text(text);
    else this.#out.copy(source, text.from, text.to);
  }

  #item(source: Buffer, item: Place | undefined): void {
    if (item === undefined) {
      this.#out.copy(NULL);
      return;
    }
    this.#out.byte(QUOTE);
    this.#out.escape(source, item.from, item.to);
    this.#out.byte(QUOTE);
  }
}

/** Of text that holds nothing to escape: digits, times. */
function quoted(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}

/** Of any text. */
function json(text: string | null): string {
  if (text === null) return 'null';
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function hashOf(source: Buffer, item: Place | undefined): string {
  return item === undefined ? 'null' : `"${imageHash(source.subarray(item.from, item.to))}"`;
}
