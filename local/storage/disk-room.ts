import { DiskFullError, isDiskFull } from './disk-full-error';

/** Notices by what becomes of writes whether the disk has room, and tells when that changes. */
export interface DiskRoom {
  /** Runs a write. Throws `DiskFullError` where it found no room. */
  watch<T>(write: () => Promise<T>): Promise<T>;
}

export function diskRoom(
  root: string,
  report: (event: { isFull: boolean; message: string }) => void = () => undefined,
): DiskRoom {
  let isFull = false;
  const turn = (now: boolean, message: string) => {
    if (isFull !== now) report({ isFull: now, message });
    isFull = now;
  };
  return {
    watch: async (write) => {
      try {
        const written = await write();
        turn(false, `The disk of ${root} takes writes again.`);
        return written;
      } catch (cause) {
        if (!isDiskFull(cause)) throw cause;
        const error = new DiskFullError(root, { cause });
        turn(true, error.message);
        throw error;
      }
    },
  };
}
