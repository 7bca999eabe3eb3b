/**
 * A log sequence number: SQL Server's binary(10) read as one big-endian number. Its parts are the
 * virtual log file (4 bytes), the log block (4 bytes) and the slot (2 bytes).
 * https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-log-architecture-and-management-guide
 */
export type Lsn = bigint;

const LSN_BYTES = 10;
const SLOT_BITS = 16;
const SLOT_SHIFT = BigInt(SLOT_BITS);
const SLOT_LIMIT = 2 ** SLOT_BITS - 1;
const BLOCK_STEP = 8n;
const FIRST_BLOCK = (0x25n << 48n) | (0x40n << SLOT_SHIFT);

/** Twenty digits, so that text order is the order of the LSNs. */
export function lsnToHex(lsn: Lsn): string {
  return lsn.toString(16).padStart(LSN_BYTES * 2, '0');
}

/** The bytes are shared by all who ask for one LSN in a row, as the rows of a transaction do: never changed. */
export function lsnToBytes(lsn: Lsn): Uint8Array {
  if (lastBytes?.lsn === lsn) return lastBytes.bytes;
  const offset = room.used;
  room.view.setUint16(offset, Number(lsn >> 64n));
  room.view.setBigUint64(offset + 2, BigInt.asUintN(64, lsn));
  const bytes = new Uint8Array(room.view.buffer, offset, LSN_BYTES);
  room.used += LSN_BYTES;
  if (room.used === ROOM_BYTES) room = newRoom();
  lastBytes = { lsn, bytes };
  return bytes;
}

let lastBytes: { lsn: Lsn; bytes: Uint8Array } | undefined;

/** Many lie in one piece of memory: with one of its own each would take twice the space, and be made in twice the time. */
const ROOM_BYTES = 800 * LSN_BYTES;
const newRoom = () => ({ view: new DataView(new ArrayBuffer(ROOM_BYTES)), used: 0 });
let room = newRoom();

/** Shorter values are read as SQL Server pads a binary: zeroes on the right. */
export function lsnFromBytes(bytes: Uint8Array): Lsn {
  const hex = Buffer.from(bytes.subarray(0, LSN_BYTES)).toString('hex');
  return BigInt(`0x${hex.padEnd(LSN_BYTES * 2, '0')}`);
}

/** Hands out ever greater numbers; each transaction starts a block of its own. */
export class LsnSequence {
  private last: Lsn = FIRST_BLOCK;
  /** Of `last`; a number, since arithmetic on a bigint makes a new one each time. */
  private slot = 0;

  get newest(): Lsn {
    return this.last;
  }

  /** Numbers handed out from here on are greater than `lsn`. */
  continueAfter(lsn: Lsn): void {
    if (lsn <= this.last) return;
    this.last = lsn;
    this.slot = Number(BigInt.asUintN(SLOT_BITS, lsn));
  }

  startBlock(): void {
    this.last = ((this.last >> SLOT_SHIFT) + BLOCK_STEP) << SLOT_SHIFT;
    this.slot = 0;
  }

  next(): Lsn {
    if (this.slot === SLOT_LIMIT) this.startBlock();
    this.slot += 1;
    return ++this.last;
  }
}
