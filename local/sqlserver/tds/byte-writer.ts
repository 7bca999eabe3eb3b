/** A buffer that had to grow above this is given up once it is emptied. */
const KEPT_BYTES_MAX = 256 * 1024;

/** Little-endian bytes into a buffer that grows by doubling and is used again after `clear`. */
export class ByteWriter {
  length = 0;
  private bytes: Buffer;

  constructor(initialBytes = 1024) {
    this.bytes = Buffer.allocUnsafe(initialBytes);
  }

  uint8(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  uint16(value: number): void {
    this.reserve(2);
    this.bytes[this.length++] = value;
    this.bytes[this.length++] = value >>> 8;
  }

  uint16BigEndian(value: number): void {
    this.reserve(2);
    this.bytes[this.length++] = value >>> 8;
    this.bytes[this.length++] = value;
  }

  uint24(value: number): void {
    this.uint16(value);
    this.uint8(value >>> 16);
  }

  /** Also for negative numbers, which wrap to their two's complement. */
  uint32(value: number): void {
    this.uint16(value);
    this.uint16(value >>> 16);
  }

  /** Up to 2 ** 53. */
  uint40(value: number): void {
    this.uint32(value % 0x1_0000_0000);
    this.uint8(Math.floor(value / 0x1_0000_0000));
  }

  int64(value: bigint): void {
    this.reserve(8);
    this.length = this.bytes.writeBigInt64LE(value, this.length);
  }

  float32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeFloatLE(value, this.length);
  }

  float64(value: number): void {
    this.reserve(8);
    this.length = this.bytes.writeDoubleLE(value, this.length);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** One byte a character, all below 256. */
  latin1(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  /** Two bytes a code unit, without a length. */
  ucs2(text: string): void {
    this.reserve(text.length * 2);
    this.length += this.bytes.write(text, this.length, 'utf16le');
  }

  /** B_VARCHAR: its length in characters in one byte. */
  shortText(text: string): void {
    const cut = text.slice(0, 255);
    this.uint8(cut.length);
    this.ucs2(cut);
  }

  /** US_VARCHAR: its length in characters in two bytes. */
  longText(text: string): void {
    const cut = text.slice(0, 65_535);
    this.uint16(cut.length);
    this.ucs2(cut);
  }

  /** Overwrites what stands at `position`, for lengths that are known afterwards. */
  patchUint16(position: number, value: number): void {
    this.bytes.writeUInt16LE(value, position);
  }

  clear(): void {
    this.length = 0;
    if (this.bytes.length > KEPT_BYTES_MAX) this.bytes = Buffer.allocUnsafe(KEPT_BYTES_MAX);
  }

  /** A view of the first `count` bytes; valid until the next write. */
  view(count = this.length): Buffer {
    return this.bytes.subarray(0, count);
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
