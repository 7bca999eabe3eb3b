import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';

/** Values of max types, MS-TDS 2.2.5.2.3: a length of 64 bits, then chunks until an empty one. */
const NULL_LENGTH = 0xffff_ffff_ffff_ffffn;
const CHUNK_BYTES = 32 * 1024;

export function writePrefixedNull(writer: ByteWriter): void {
  writer.int64(-1n);
}

export function writePrefixed(writer: ByteWriter, bytes: Uint8Array): void {
  writer.int64(BigInt(bytes.length));
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    writer.uint32(chunk.length);
    writer.raw(chunk);
  }
  writer.uint32(0);
}

/** The stated length may be "unknown", so it is the chunks that count. A view where there is one chunk. */
export function readPrefixed(reader: ByteReader): Buffer | null {
  if (reader.uint64() === NULL_LENGTH) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.uint32(); length > 0; length = reader.uint32()) {
    chunks.push(reader.raw(length));
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
