/** At least 0, below 1; the same for the same arguments. */
export function draw(seed: number, row: number, column: number): number {
  let mixed = (seed * 0x9e3779b1) ^ (row * 0x85ebca6b) ^ (column * 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
