/** The disk has no room for what was to be written; nothing of it was kept. The caller may try again. */
export class DiskFullError extends Error {
  constructor(root: string, options: { cause?: unknown } = {}) {
    super(`The disk of ${root} is full: free space, writing goes on by itself.`, options);
    this.name = 'DiskFullError';
  }
}

/** No space left, or the quota used up. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a full disk is at the bottom of an error. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DiskFullError || FULL_CODES.has((at as NodeJS.ErrnoException).code ?? '')) {
      return true;
    }
  }
  return false;
}
