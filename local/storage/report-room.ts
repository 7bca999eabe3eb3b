import type { CloudEvent } from '../cloud';

/** Tells the person at the screen that the disk is full, and that it takes writes again. */
export function reportRoom(
  source: string,
  report: (event: CloudEvent) => void,
): (event: { isFull: boolean; message: string }) => void {
  return ({ isFull, message }) => report({ source, level: isFull ? 'error' : 'warning', message });
}
