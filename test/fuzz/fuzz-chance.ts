/** Fast draws that repeat themselves for one seed (mulberry32). */
export class FuzzChance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new Error('Expected something to pick from, got nothing.');
    return found;
  }

  bytes(length: number): Buffer {
    const drawn = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at += 1) drawn[at] = this.below(256);
    return drawn;
  }
}
