import { crc32 } from 'node:zlib';

/** Length and checksum stand before each entry, four bytes each, big-endian. */
export const FRAME_HEADER_BYTES = 8;

/**
 * Header and entry, which is not copied: entries are large. The checksum covers the length too, so that a tail
 * of zeros (a file grown but not yet written when the power went) is no valid frame.
 */
export function encodeFrame(entry: Uint8Array): Uint8Array[] {
  const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES);
  header.writeUInt32BE(entry.length, 0);
  header.writeUInt32BE(checksum(header.subarray(0, 4), entry), 4);
  return [header, entry];
}

export type FrameReading =
  { kind: 'entry'; entry: Buffer; endOffset: number } | { kind: 'short' } | { kind: 'broken' };

/** Reads the frame at `offset`; `short` when the bytes end before it does. */
export function readFrame(bytes: Buffer, offset: number): FrameReading {
  if (bytes.length < offset + FRAME_HEADER_BYTES) return { kind: 'short' };
  const endOffset = offset + FRAME_HEADER_BYTES + bytes.readUInt32BE(offset);
  if (bytes.length < endOffset) return { kind: 'short' };
  const entry = bytes.subarray(offset + FRAME_HEADER_BYTES, endOffset);
  const expected = bytes.readUInt32BE(offset + 4);
  if (checksum(bytes.subarray(offset, offset + 4), entry) !== expected) return { kind: 'broken' };
  return { kind: 'entry', entry, endOffset };
}

function checksum(length: Uint8Array, entry: Uint8Array): number {
  return crc32(entry, crc32(length));
}
