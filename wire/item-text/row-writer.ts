import { imageHash } from '../image-hash';
import type { ItemRow, RowForm } from '../item-row';
import { ByteWriter } from './byte-writer';
import { ColumnWriter } from './column-writer';
import { CLOSE_BRACE, QUOTE } from './json-bytes';
import type { ChangeFacts } from './read-change';

/** The fixed columns of a row that do not come of its items. */
export type RowFacts = Omit<
  ItemRow,
  'key_json' | 'row_json' | 'before_json' | 'old_hash' | 'new_hash'
>;

/** The columns that a change tells, and its record's place in the stream. */
export function changeFacts(
  change: ChangeFacts,
  arrival: Pick<ItemRow, 'shard_id' | 'sequence_number' | 'arrival_time'>,
): RowFacts {
  return {
    table_name: change.table,
    operation: change.operation,
    position: change.position,
    change_time: change.changeTime,
    change_time_precision: change.changeTimePrecision,
    event_id: change.eventId,
    size_bytes: change.sizeBytes,
    user_identity: change.userIdentity,
    shard_id: arrival.shard_id,
    sequence_number: arrival.sequence_number,
    arrival_time: arrival.arrival_time,
  };
}

export interface Place {
  from: number;
  to: number;
}

/** The items of a row in canonical form, in one buffer. */
export interface RowItems {
  source: Buffer;
  keys: Place;
  newImage: Place | undefined;
  oldImage: Place | undefined;
}

const ROW_JSON = Buffer.from(',"row_json":');
const BEFORE_JSON = Buffer.from(',"before_json":');
const NULL = Buffer.from('null');
const LINE_FEED = 0x0a;

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
  write(facts: RowFacts, items: RowItems): Buffer {
    const out = this.#out;
    out.clear();
    out.text(
      `{"table_name":${json(facts.table_name)},"operation":"${facts.operation}","key_json":`,
    );
    this.#item(items.source, items.keys);
    out.copy(ROW_JSON);
    this.#item(items.source, items.newImage);
    out.copy(BEFORE_JSON);
    this.#item(items.source, this.#form.oldImage ? items.oldImage : undefined);
    out.text(
      `,"position":${json(facts.position)},"change_time":${json(facts.change_time)}` +
        `,"change_time_precision":${json(facts.change_time_precision)}` +
        `,"event_id":${json(facts.event_id)},"size_bytes":${json(facts.size_bytes)}` +
        `,"old_hash":${hashOf(items.source, items.oldImage)}` +
        `,"new_hash":${hashOf(items.source, items.newImage)}` +
        `,"user_identity":${json(facts.user_identity)},"shard_id":${json(facts.shard_id)}` +
        `,"sequence_number":${json(facts.sequence_number)}` +
        `,"arrival_time":${json(facts.arrival_time)}`,
    );
    this.#attributes.item(items.source, items.newImage ?? items.keys);
    out.byte(CLOSE_BRACE);
    out.byte(LINE_FEED);
    return out.written();
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

function json(text: string | null): string {
  if (text === null) return 'null';
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function hashOf(source: Buffer, item: Place | undefined): string {
  return item === undefined ? 'null' : `"${imageHash(source.subarray(item.from, item.to))}"`;
}
