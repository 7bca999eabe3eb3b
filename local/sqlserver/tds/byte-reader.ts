/** Thrown, always the same one, when a read passes the last byte; `bytesNeeded` says how many would do. */
export class EndOfBytes extends Error {
  bytesNeeded = 0;
}

/** One instance and no stack: a bulk load meets it once a packet. */
const END_OF_BYTES = new EndOfBytes('The message ends inside a value.');

/** Reads little-endian values in order. Every read throws `EndOfBytes` rather than go past the end. */
export class ByteReader {
  position = 0;
  private bytes: Buffer;
  private end: number;
  /** Whether `bytes` is ours to write to, not a view of the network's. */
  private owned = false;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Adds bytes at the end and forgets those already read. */
  append(chunk: Buffer): void {
    if (this.remaining === 0) {
      this.bytes = chunk;
      this.owned = false;
      this.position = 0;
      this.end = chunk.length;
      return;
    }
    this.makeRoom(this.remaining, chunk.length);
    chunk.copy(this.bytes, this.end);
    this.end += chunk.length;
  }

  peek(): number {
    this.need(1);
    return this.bytes.readUInt8(this.position);
  }

  uint8(): number {
    this.need(1);
    return this.bytes.readUInt8(this.position++);
  }

  int8(): number {
    this.need(1);
    return this.bytes.readInt8(this.position++);
  }

  uint16(): number {
    return this.bytes.readUInt16LE(this.advance(2));
  }

  uint16BigEndian(): number {
    return this.bytes.readUInt16BE(this.advance(2));
  }

  int16(): number {
    return this.bytes.readInt16LE(this.advance(2));
  }

  uint24(): number {
    return this.bytes.readUIntLE(this.advance(3), 3);
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.advance(4));
  }

  int32(): number {
    return this.bytes.readInt32LE(this.advance(4));
  }

  uint40(): number {
    return this.bytes.readUIntLE(this.advance(5), 5);
  }

  int64(): bigint {
    return this.bytes.readBigInt64LE(this.advance(8));
  }

  uint64(): bigint {
    return this.bytes.readBigUInt64LE(this.advance(8));
  }

  float32(): number {
    return this.bytes.readFloatLE(this.advance(4));
  }

  float64(): number {
    return this.bytes.readDoubleLE(this.advance(8));
  }

  /** A view; copy what outlives the message. */
  raw(count: number): Buffer {
    const from = this.advance(count);
    return this.bytes.subarray(from, from + count);
  }

  ucs2(characters: number): string {
    const from = this.advance(characters * 2);
    return this.bytes.toString('utf16le', from, from + characters * 2);
  }

  /** B_VARCHAR. */
  shortText(): string {
    return this.ucs2(this.uint8());
  }

  /** US_VARCHAR. */
  longText(): string {
    return this.ucs2(this.uint16());
  }

  private advance(count: number): number {
    this.need(count);
    const from = this.position;
    this.position += count;
    return from;
  }

  private need(count: number): void {
    if (this.position + count <= this.end) return;
    END_OF_BYTES.bytesNeeded = this.position + count - this.end;
    throw END_OF_BYTES;
  }

  private makeRoom(kept: number, added: number): void {
    const fits = this.owned && this.end + added <= this.bytes.length;
    if (fits) return;
    const target =
      this.owned && kept + added <= this.bytes.length / 2
        ? this.bytes
        : Buffer.allocUnsafe(Math.max(64 * 1024, (kept + added) * 2));
    this.bytes.copy(target, 0, this.position, this.end);
    this.bytes = target;
    this.owned = true;
    this.position = 0;
    this.end = kept;
  }
}
