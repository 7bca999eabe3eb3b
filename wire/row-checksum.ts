import { createHash } from 'node:crypto';

const MODULUS = 1n << 256n;

/**
 * Checksum of a multiset of rows: the sum of the rows' SHA-256 values modulo 2^256, so that neither order
 * nor cutting into ranges matters and a row that is there twice does not cancel itself out (as it would
 * with exclusive or). Give it canonical values, always in the same column order.
 */
export class RowChecksum {
  #rows = 0;
  #sum = 0n;

  add(values: readonly (string | null)[]): void {
    this.#rows++;
    this.#sum += rowHash(values);
  }

  /** `checksum` is 64 hex digits. */
  result(): { rows: number; checksum: string } {
    const sum = this.#sum % MODULUS;
    return { rows: this.#rows, checksum: sum.toString(16).padStart(64, '0') };
  }
}

/** Each value behind its length, so that no two rows share an encoding; null differs from empty. */
function rowHash(values: readonly (string | null)[]): bigint {
  const encoded = values.map((value) => (value === null ? '-;' : `${value.length}:${value};`));
  return BigInt(`0x${createHash('sha256').update(encoded.join('')).digest('hex')}`);
}
