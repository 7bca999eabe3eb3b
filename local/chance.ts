import { createHash, randomBytes } from 'node:crypto';

/** The one source of chance of the laptop cloud: ids, sampling, hazards. */
export interface Chance {
  /** At least 0, below 1. */
  next(): number;
  bytes(length: number): Uint8Array;
  uuid(): string;
}

/** Repeats itself exactly for one seed; without a seed it draws from the system. */
export function chance(seed?: string): Chance {
  const bytes = seed === undefined ? (length: number) => randomBytes(length) : seeded(seed);
  return {
    bytes,
    next: () => Buffer.from(bytes(6)).readUIntBE(0, 6) / 2 ** 48,
    uuid: () => formatUuid(Buffer.from(bytes(16))),
  };
}

function seeded(seed: string): (length: number) => Uint8Array {
  let block = 0;
  let pool = Buffer.alloc(0);
  return (length) => {
    while (pool.length < length) {
      const next = createHash('sha256').update(`${seed}:${block++}`).digest();
      pool = Buffer.concat([pool, next]);
    }
    const taken = pool.subarray(0, length);
    pool = pool.subarray(length);
    return taken;
  };
}

function formatUuid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [8, 12, 16, 20, 32]
    .map((end, part, ends) => hex.slice(part === 0 ? 0 : ends[part - 1], end))
    .join('-');
}
