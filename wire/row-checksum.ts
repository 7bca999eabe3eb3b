import { hash } from 'node:crypto';

/** Hex digits of a row's hash that go into one sum: 60 bits, which SQL holds as a bigint. */
const PIECE_DIGITS = 15;

/**
 * SHA-256 in hex of values, each behind its length in code points, so that no two lists of values share an
 * encoding and null differs from empty. SQL computes the same (`cli/reconcile/lake-sql.ts`); so what is
 * hashed uses only what Trino and DuckDB both have.
 */
export function hashOfValues(values: readonly (string | null)[]): string {
  const encoded = values.map((value) =>
    value === null ? '-;' : `${String(codePoints(value))}:${value};`,
  );
  return hash('sha256', encoded.join(''), 'hex');
}

function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) count -= 1;
  }
  return count;
}

/**
 * Checksum of a multiset of rows: the sums of the first and the second 60 bits of the rows' hashes, so that
 * neither order nor cutting into ranges matters and a row that is there twice does not cancel itself out
 * (as it would with exclusive or). 120 bits of SHA-256 are summed, which no chance makes alike.
 */
export class RowChecksum {
  #rows = 0;
  #first = 0n;
  #second = 0n;

  add(rowHash: string): void {
    this.#rows += 1;
    this.#first += piece(rowHash, 0);
    this.#second += piece(rowHash, 1);
  }

  /** Adds the sums of other rows, as `result` gave them. */
  merge(other: { rows: number; checksum: string }): void {
    const [first = '0', second = '0'] = other.checksum.split('.');
    this.#rows += other.rows;
    this.#first += BigInt(first);
    this.#second += BigInt(second);
  }

  /** `checksum` is both sums in decimal, with a dot between. */
  result(): { rows: number; checksum: string } {
    return { rows: this.#rows, checksum: `${String(this.#first)}.${String(this.#second)}` };
  }
}

function piece(rowHash: string, index: 0 | 1): bigint {
  return BigInt(`0x${rowHash.slice(index * PIECE_DIGITS, (index + 1) * PIECE_DIGITS)}`);
}
