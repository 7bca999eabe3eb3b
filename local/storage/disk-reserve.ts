import { statfs } from 'node:fs/promises';
import { DiskFullError } from './disk-full-error';

/**
 * Room that is left free for a store of files that we do not write ourselves: what it needs to finish what
 * it has begun. A level store writes a table of about 4 MB when its memory is full, and merges several.
 */
const RESERVE_BYTES = 32 * 1024 * 1024;

/** Throws `DiskFullError` before a write for which the disk may have no room. */
export async function requireReserve(directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < RESERVE_BYTES) throw new DiskFullError(directory);
}
