import type { FileHandle } from 'node:fs/promises';
import { FRAME_HEADER_BYTES, readFrame } from './log-frame';

const CHUNK_BYTES = 1024 * 1024;

/** Every entry below `endOffset`, oldest first. */
export async function* readEntries(file: FileHandle, endOffset: number): AsyncIterable<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  while (position < endOffset) {
    const chunk = await readAt(file, position, Math.min(CHUNK_BYTES, endOffset - position));
    if (chunk.length === 0) return;
    position += chunk.length;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let offset = 0;
    for (
      let frame = readFrame(rest, offset);
      frame.kind === 'entry';
      frame = readFrame(rest, offset)
    ) {
      yield frame.entry;
      offset = frame.endOffset;
    }
    rest = rest.subarray(offset);
  }
}

/**
 * How far the file can be trusted: up to the torn entry that a crash left at its end. A broken entry
 * with sound bytes after it is no crash's doing, and stops the run.
 */
export async function soundLength(file: FileHandle, path: string): Promise<number> {
  const { size } = await file.stat();
  let sound = 0;
  for await (const entry of readEntries(file, size)) sound += FRAME_HEADER_BYTES + entry.length;
  if (sound === size) return size;
  const rest = await readAt(file, sound, size - sound);
  if (isTornTail(rest)) return sound;
  throw new Error(
    `The log ${path} is damaged at byte ${sound}: an entry there does not match its checksum, ` +
      'and more follows. Restore the file, or delete it to start without what it holds.',
  );
}

function isTornTail(rest: Buffer): boolean {
  const first = readFrame(rest, 0);
  if (first.kind === 'short' || rest.every((byte) => byte === 0)) return true;
  return rest.length === FRAME_HEADER_BYTES + rest.readUInt32BE(0);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
