/** The first three groups are little-endian numbers, the rest bytes in order. */
const WIRE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** 16 bytes to `XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX`, upper case. */
export function decodeGuid(bytes: Uint8Array): string {
  const hex = Buffer.from(WIRE_ORDER.map((from) => bytes[from] ?? 0))
    .toString('hex')
    .toUpperCase();
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...groups, hex.slice(20)].join('-');
}

export function encodeGuid(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new Error(`Expected a uniqueidentifier, got "${text}".`);
  return Uint8Array.from(WIRE_ORDER, (from) => bytes[from] ?? 0);
}
