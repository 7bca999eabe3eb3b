import { hash } from 'node:crypto';

/** SHA-256 in hex of an item's canonical text. */
export function imageHash(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}
