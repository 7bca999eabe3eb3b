import type { PlaceCut, RangeChecksum } from '../../wire/place-ranges';
import type { ListedRow } from '../../wire/row-places';

/** One of the two that are compared. It hands over sums and hashes, never its rows. */
export interface Side {
  checksums(cut: PlaceCut): Promise<RangeChecksum[]>;
  /** The rows whose places begin with one of the prefixes. */
  list(prefixes: readonly string[]): Promise<ListedRow[]>;
}
