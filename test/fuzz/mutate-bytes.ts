import type { FuzzChance } from './fuzz-chance';

type Mutation = (bytes: Buffer, chance: FuzzChance) => Buffer;

/** Lengths and counts of protocols at their edges. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const GROWTH_BYTES_MAX = 64 * 1024;

const MUTATIONS: readonly Mutation[] = [
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length + 1)),
  (bytes, chance) => bytes.subarray(chance.below(bytes.length + 1)),
  flip,
  flip,
  flip,
  edge,
  edge,
  (bytes, chance) => splice(bytes, chance, chance.bytes(1 + chance.below(40))),
  (bytes, chance) => {
    const from = chance.below(bytes.length + 1);
    return splice(bytes, chance, bytes.subarray(from, from + chance.below(200)));
  },
  (bytes, chance) => {
    const from = chance.below(bytes.length + 1);
    const to = Math.min(bytes.length, from + chance.below(100));
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, chance) => splice(bytes, chance, Buffer.alloc(chance.below(3000), chance.below(256))),
  (_, chance) => chance.bytes(chance.below(600)),
];

/** One to three changes as a broken or hostile client makes them. */
export function mutateBytes(valid: Buffer, chance: FuzzChance): Buffer {
  let bytes: Buffer = Buffer.from(valid);
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    bytes = chance.pick(MUTATIONS)(bytes, chance);
  }
  return bytes.subarray(0, valid.length + GROWTH_BYTES_MAX);
}

function flip(bytes: Buffer, chance: FuzzChance): Buffer {
  const flipped = Buffer.from(bytes);
  for (let left = 1 + chance.below(4); left > 0 && flipped.length > 0; left -= 1) {
    flipped[chance.below(flipped.length)] = chance.below(256);
  }
  return flipped;
}

function edge(bytes: Buffer, chance: FuzzChance): Buffer {
  const edged = Buffer.from(bytes);
  const width = chance.pick([1, 2, 4]);
  if (edged.length < width) return edged;
  const value = chance.pick(EDGES) % 2 ** (8 * width);
  const at = chance.below(edged.length - width + 1);
  if (chance.below(2) === 0) edged.writeUIntLE(value, at, width);
  else edged.writeUIntBE(value, at, width);
  return edged;
}

function splice(bytes: Buffer, chance: FuzzChance, inserted: Uint8Array): Buffer {
  const at = chance.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}
