/** What a DMS record tells of a change's place in its source's order. */
export interface PositionParts {
  streamPosition?: string | undefined;
  commitTimestamp?: string | undefined;
  transactionId?: string | undefined;
  transactionRecordId?: string | undefined;
}

const DECIMAL_DIGITS = 20;
const SEQUENCE_HEX_DIGITS = 20;
const FRACTION_DIGITS = 9;

/**
 * An LSN as SQL Server's own functions print it, `vlf:block:slot` in hex (8, 8 and 4 digits), or as the
 * ten bytes of `__$start_lsn`, either with the ten bytes of `__$seqval` behind a dot.
 * Seen: none; no SQL Server record of DMS to Kinesis is public. Documented: the `stream-position` field
 * and the LSN's parts. Inferred: that the field carries an LSN for SQL Server.
 */
const COLON_LSN =
  /^(?:0x)?([0-9a-f]{1,8}):([0-9a-f]{1,8}):([0-9a-f]{1,4})(?:[.:;](?:0x)?([0-9a-f]{1,20}))?$/i;
const BYTE_LSN =
  /^(?:0x)?([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{4})(?:[.:;](?:0x)?([0-9a-f]{1,20}))?$/i;

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|\+00:00)?$/;

/**
 * A change's position as text whose plain comparison is the source's commit order; undefined where the
 * record does not tell it, which is never guessed.
 *
 * `lsn/<20 hex>/<seqval, 20 hex>/<record id, 20 digits>` where the stream position parses: the LSN
 * orders transactions, seqval and then the record id order the changes within one. Should the LSN be
 * that of the change rather than of its commit, changes of one key are still in order: the second
 * writer of a row waits for the first one's commit, and logs after it.
 * `time/<commit time, 9 fraction digits>/<transaction id>/<record id>` otherwise. The transaction id
 * separates transactions of one instant; nothing says that it orders them.
 * A feed carries one of the two forms; they do not compare with each other.
 */
export function positionOf(parts: PositionParts): string | undefined {
  return lsnPosition(parts) ?? timePosition(parts);
}

/**
 * Where a row stands that was read from the source after it stood at `at`: behind every change committed
 * before, and before every change that comes after, in the form of the feed's own positions. Of a change
 * between the two the row holds what it made, so it is right that the change's own record comes later.
 * Times count in whole seconds, as a source may stamp them: what changed in the second itself stands by its
 * own record. Undefined where the source tells no LSN. `order` sorts repairs of one point.
 */
export function repairPosition(
  form: 'lsn' | 'time',
  at: { lsn: string | null; time: string },
  order: number,
): string | undefined {
  const last = String(order).padStart(DECIMAL_DIGITS, '0');
  if (form === 'time') {
    const second = `${at.time.slice(0, 19)}.${'0'.repeat(FRACTION_DIGITS)}Z`;
    return `time/${second}/${'0'.repeat(DECIMAL_DIGITS)}/${last}`;
  }
  if (at.lsn === null) return undefined;
  return `lsn/${at.lsn.toLowerCase()}/${'f'.repeat(SEQUENCE_HEX_DIGITS)}/${last}`;
}

function lsnPosition(parts: PositionParts): string | undefined {
  const text = parts.streamPosition?.trim() ?? '';
  const lsn = COLON_LSN.exec(text) ?? BYTE_LSN.exec(text);
  const recordId = digits(parts.transactionRecordId ?? '0');
  if (lsn === null || recordId === undefined) return undefined;
  const [, vlf = '', block = '', slot = '', sequence = ''] = lsn;
  const bytes = hex(vlf, 8) + hex(block, 8) + hex(slot, 4);
  return `lsn/${bytes}/${hex(sequence, SEQUENCE_HEX_DIGITS)}/${recordId}`;
}

function timePosition(parts: PositionParts): string | undefined {
  const time = TIMESTAMP.exec(parts.commitTimestamp ?? '');
  const transactionId = digits(parts.transactionId);
  const recordId = digits(parts.transactionRecordId);
  if (time === null || transactionId === undefined || recordId === undefined) return undefined;
  const [, day = '', clock = '', fraction = ''] = time;
  const instant = `${day}T${clock}.${fraction.padEnd(FRACTION_DIGITS, '0')}Z`;
  return `time/${instant}/${transactionId}/${recordId}`;
}

function hex(text: string, width: number): string {
  return text.toLowerCase().padStart(width, '0');
}

function digits(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{1,20}$/.test(text)) return undefined;
  return text.padStart(DECIMAL_DIGITS, '0');
}
